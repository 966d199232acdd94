/** Reviews of Google Play: by its official API with a service account, or as its public pages show them. */
import { z } from "zod";
import { asConnector } from "../ingestion/connector.ts";
import { pullOfficial } from "./playstore-official.ts";
import { pullPublic } from "./playstore-public.ts";
import { baseUrl } from "./settings.ts";

const SECONDS_A_DAY = 86_400;

export const PlayStoreSettings = z.strictObject({
  access: z
    .enum(["official", "public"])
    .default("public")
    .meta({ description: "official: the API, needs the secret service_account, shows 7 days; public: the web page" }),
  package_name: z.string().regex(/^[A-Za-z]\w*(\.\w+)+$/, "such as com.example.app"),
  language: z.string().max(10).default("en"),
  country: z.string().max(10).default("us"),
  base_url: baseUrl,
});
export type PlayStoreSettings = z.output<typeof PlayStoreSettings>;

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
