/** Reviews of the App Store: by App Store Connect with a key, or by the public feed of each country. */
import { asConnector } from "../ingestion/connector.ts";
import { pullConnect } from "./appstore-connect.ts";
import { pullFeed } from "./appstore-feed.ts";
import { AppStoreSettings } from "./appstore-settings.ts";

const SECONDS_A_DAY = 86_400;

export const appstore = asConnector<AppStoreSettings>({
  type: "appstore",
  title: "App Store reviews",
  modes: ["pull"],
  settings: AppStoreSettings,
  secrets: ["api_key"],
  // Nothing marks an edit: what is read again is compared by its content.
  lookback: 7 * SECONDS_A_DAY,
  repeats: true,
  pull: (context, window) =>
    context.settings.access === "official" ? pullConnect(context, window) : pullFeed(context, window),
});
