/** A fake of each provider that is pulled over HTTP. */
import { appStoreConnect, appStoreFeed } from "./appstore.ts";
import { discourse, olderDiscourse } from "./discourse.ts";
import type { Fake } from "./fake.ts";
import { intercom } from "./intercom.ts";
import { playOfficial, playPublic } from "./playstore.ts";
import { reddit } from "./reddit.ts";
import { rss } from "./rss.ts";
import { twitter } from "./twitter.ts";

export const fakes: readonly Fake[] = [
  ...[
    playPublic,
    playOfficial,
    appStoreFeed,
    appStoreConnect,
    twitter,
    reddit,
    discourse,
    olderDiscourse,
    intercom,
    rss,
  ],
];
