/** What DevRev loads. */
export * from "./function-factory.ts";
