/** Starts Groundswell: src/boot.ts, with what an earlier start compiled of it. */
import { keepCompiled } from "./src/compile-cache.ts";
import { startSmall } from "./src/start-small.ts";

startSmall();
keepCompiled();
await import("./src/boot.ts");
