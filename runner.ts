/** Starts Groundswell: src/boot.ts, with what an earlier start compiled of it. */
import { keepCompiled } from "./src/compile-cache.ts";
import { useFewArenas } from "./src/few-arenas.ts";

useFewArenas();
keepCompiled();
await import("./src/boot.ts");
