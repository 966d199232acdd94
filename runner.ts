/** Starts Groundswell: src/boot.ts, with what an earlier start compiled of it. */
import { keepCompiled } from "./src/compile-cache.ts";

keepCompiled();
await import("./src/boot.ts");
