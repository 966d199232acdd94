/** Every connector: one provider, one file. A new one is its file, its test, a line here and its type in src/model/source.ts. */
import type { Connectors } from "../ingestion/connector.ts";
import { appstore } from "./appstore.ts";
import { discourse } from "./discourse.ts";
import { intercom } from "./intercom.ts";
import { playstore } from "./playstore.ts";
import { reddit } from "./reddit.ts";
import { rss } from "./rss.ts";
import { s3 } from "./s3.ts";
import { sqs } from "./sqs.ts";
import { twitter } from "./twitter.ts";
import { webhook } from "./webhook.ts";

export const connectors: Connectors = {
  playstore,
  appstore,
  twitter,
  reddit,
  discourse,
  intercom,
  rss,
  s3,
  sqs,
  webhook,
};
