/** Reviews of Google Play: by its official API with a service account, or as its public pages show them. */
import { asConnector } from "../ingestion/connector.ts";
import { pullOfficial } from "./playstore-official.ts";
import { pullPublic } from "./playstore-public.ts";
import { PlayStoreSettings } from "./playstore-settings.ts";

const SECONDS_A_DAY = 86_400;

export const playstore = asConnector<PlayStoreSettings>({
  type: "playstore",
  title: "Google Play reviews",
  modes: ["pull"],
  settings: PlayStoreSettings,
  secrets: ["service_account"],
  // The official API shows what was changed in seven days, and nothing else shows an edit.
  lookback: 7 * SECONDS_A_DAY,
  repeats: true,
  pull: (context, window) =>
    context.settings.access === "official" ? pullOfficial(context, window) : pullPublic(context, window),
});
