/** Every connector: one provider, one file. A new one is its file, its test, a line here and its type in src/model/source.ts. */
import type { Connectors } from "../ingestion/connector.ts";
import { playstore } from "./playstore.ts";
import { rss } from "./rss.ts";

export const connectors: Connectors = { playstore, rss };
