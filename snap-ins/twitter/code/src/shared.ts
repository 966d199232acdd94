/** The one place where this snap-in reaches for the shared package; `npm run build` compiles it in. */
export * from "../../../shared/src/index.ts";
