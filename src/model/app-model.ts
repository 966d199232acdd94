/** An app model: what an app is, and the labels its feedback is sorted under. */
import { z } from "zod";
import { givenName } from "./given-name.ts";

const label = z.string().trim().min(1).max(300);
/** As Google Play gives them. */
const figure = z.string().max(300).optional();
/** Second-order labels that have sample utterances. */
const MOST_UTTERED = 5_000;

const FirstOrderLabel = z.object({
  name: label,
  second_order_labels: z.array(z.object({ name: label }).or(label.transform((name) => ({ name })))).max(500),
});

/** As people and the original system write it: a second-order label is a string (or `{name}`), Google Play's figures are strings. */
export const AppModel = z
  .object({
    name: givenName(200),
    app_id: z.string().trim().max(300).optional(),
    description_list: z.array(z.string().trim().min(1).max(2_000)).max(500).default([]),
    first_order_labels: z
      .array(
        FirstOrderLabel.transform((first) => ({
          ...first,
          second_order_labels: first.second_order_labels.map((second) => second.name),
        })),
      )
      .max(500)
      .default([]),
    generated_qrys_for_sec_labels: z
      .record(z.string().max(300), z.array(z.string().max(2_000)).max(200))
      .refine((utterances) => Object.keys(utterances).length <= MOST_UTTERED, `at most ${MOST_UTTERED} labels`)
      .meta({ maxProperties: MOST_UTTERED })
      .default({}),
    price: figure,
    free: figure,
    currency: figure,
    inAppProductPrice: figure,
    minInstalls: figure,
    realInstalls: figure,
    score: figure,
    ratings: figure,
  })
  .meta({ id: "AppModel" });

/** Labels, by first order then second order; utterances are sample sentences of a second-order label, by its name. */
export type AppModel = z.output<typeof AppModel>;
