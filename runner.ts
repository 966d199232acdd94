/** Starts Groundswell: src/boot.ts, with what an earlier start compiled of it. */
import { keepCompiled } from "./src/compile-cache.ts";
import { leaveWhenTold } from "./src/leave-early.ts";
import { startSmall } from "./src/start-small.ts";

startSmall();
leaveWhenTold();
keepCompiled();
await import("./src/boot.ts");
