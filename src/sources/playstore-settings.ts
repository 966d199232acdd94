/** What is set of a source of reviews of Google Play. */
import { z } from "zod";
import { baseUrl } from "./settings.ts";

export const PlayStoreSettings = z.strictObject({
  access: z
    .enum(["official", "public"])
    .default("public")
    .meta({ description: "official: the API, needs a service account, shows 7 days; public: the web page" }),
  package_name: z
    .string()
    .regex(/^[A-Za-z]\w*(\.\w+)+$/, "has to be the name in the app's address, such as com.example.app"),
  language: z.string().max(10).default("en"),
  country: z.string().max(10).default("us"),
  base_url: baseUrl,
});
export type PlayStoreSettings = z.output<typeof PlayStoreSettings>;
