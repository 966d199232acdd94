/** What is set of a source of reviews of the App Store. */
import { z } from "zod";
import { baseUrl } from "./settings.ts";

export const AppStoreSettings = z
  .strictObject({
    access: z.enum(["official", "feed"]).default("feed").meta({
      description: "official: App Store Connect, needs a private key (.p8); feed: the newest 500 a country",
    }),
    app_id: z.union([
      z.string().regex(/^\d+$/, "has to be the number in the app's address, such as 1234567890"),
      z.number().int().positive().transform(String),
    ]),
    countries: z
      .array(z.string().regex(/^[a-z]{2}$/, "has to be two small letters a country, such as us"))
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
      message: "official access needs the id of the key and that of the issuer",
    },
  );
export type AppStoreSettings = z.output<typeof AppStoreSettings>;
