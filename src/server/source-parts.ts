/** What a server without connectors answers with: no type can be registered. */
import type { SourceParts } from "./deps.ts";

export const noSources: SourceParts = {
  connectors: {},
  secretBox: undefined,
  openClient: () => {
    throw new Error("there are no connectors here");
  },
  allowPrivate: false,
  now: () => Math.floor(Date.now() / 1_000),
  erase: async () => 0,
};
