/** Reviews of the App Store: by App Store Connect with a key, or by the public feed of each country. */
import { z } from "zod";
import { asConnector } from "../ingestion/connector.ts";
import { pullConnect } from "./appstore-connect.ts";
import { pullFeed } from "./appstore-feed.ts";
import { baseUrl } from "./settings.ts";

const SECONDS_A_DAY = 86_400;

export const AppStoreSettings = z
  .strictObject({
    access: z.enum(["official", "feed"]).default("feed").meta({
      description: "official: App Store Connect, needs the secret api_key (.p8); feed: the newest 500 a country",
    }),
    app_id: z.union([z.string().regex(/^\d+$/), z.number().int().positive().transform(String)]),
    countries: z
      .array(z.string().regex(/^[a-z]{2}$/))
      .min(1)
      .max(200)
      .default(["us"]),
    key_id: z.string().optional(),
    issuer_id: z.string().optional(),
    base_url: baseUrl,
  })
  .refine(
    ({ access, key_id, issuer_id }) => access !== "official" || (key_id !== undefined && issuer_id !== undefined),
    {
      path: ["key_id"],
      message: "official access needs key_id and issuer_id",
    },
  );
export type AppStoreSettings = z.output<typeof AppStoreSettings>;

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
