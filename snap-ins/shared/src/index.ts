/** What the Groundswell snap-ins share. */
export * from "./clock.ts";
export * from "./collect.ts";
export * from "./cursors.ts";
export * from "./deps.ts";
export * from "./devrev.ts";
export * from "./event.ts";
export * from "./feature-rules.ts";
export * from "./groundswell.ts";
export * from "./http.ts";
export * from "./plain-text.ts";
export * from "./publish.ts";
export * from "./result.ts";
export * from "./sqs.ts";
export * from "./tags.ts";
export * from "./tweets.ts";
