/** The original dashboard's filter: every label and keyword that is asked for, and any of nothing. */
import { z } from "zod";
import { givenName } from "../../model/given-name.ts";
import { Priority, Sentiment } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store, Stored } from "../../store/store.ts";

/** The original answers with everything; a browser has use for the newest of it. */
export const NEWEST = 1_000;
/** Of that many, looked at for one answer. */
const MOST_PAGES = 20;

/** More labels than an app has that a person can read. */
const MOST_CHOSEN = 1_000;
const label = z.string().max(300);
const choice = z.union([label, z.array(label).max(MOST_CHOSEN)]).nullish();
/** Later than this, a number of seconds is one of milliseconds, as `Date.now()` gives them. */
const LATEST_SECONDS = 1e11;
const time = z
  .union([
    z.number(),
    z.literal(""),
    z
      .string()
      .max(64)
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .transform((at) => (typeof at === "number" && at > LATEST_SECONDS ? at / 1_000 : at))
  .nullish();

/** Whatever its capitals. */
const oneOf = (values: readonly string[]) => (asked: string) =>
  values.find((value) => value.toLowerCase() === asked.trim().toLowerCase()) ?? asked;

export const FilterRequest = z.object({
  app_name: givenName(300),
  first_order_labels: choice,
  second_order_labels: choice,
  keywords: choice,
  sentiment: choice,
  priority: choice,
  start_date: time,
  end_date: time,
});

/** Every one of these has to be there, as the original asked. An empty string or list asks for nothing. */
function allOf(values: z.output<typeof choice>, insight: readonly string[]): boolean {
  return (anyOf(values) ?? []).every((value) => insight.includes(value));
}

/** An empty string or list means any. */
function anyOf(value: z.output<typeof choice>): string[] | undefined {
  const values = (typeof value === "string" ? [value] : (value ?? [])).filter((one) => one !== "");
  return values.length === 0 ? undefined : values;
}

function datesOf({ start_date, end_date }: z.output<typeof FilterRequest>) {
  const range = {
    ...(typeof start_date === "number" ? { gte: start_date } : {}),
    ...(typeof end_date === "number" ? { lte: end_date } : {}),
  };
  return Object.keys(range).length === 0 ? undefined : range;
}

/**
 * The store finds those that have any of the labels; those that have all are picked from them, page by page. How many pages
 * are looked at is bounded, since a label that everything has and one that nothing has would mean reading it all.
 */
export async function newestWithAll(store: Store, tenant: TenantId, body: z.output<typeof FilterRequest>) {
  const { first_order_labels, second_order_labels, keywords } = body;
  const search = {
    where: {
      app_name: body.app_name,
      "attributes.first_order_labels": anyOf(first_order_labels),
      "attributes.second_order_labels": anyOf(second_order_labels),
      "attributes.keywords": anyOf(keywords),
      "attributes.sentiment": anyOf(body.sentiment)?.map(oneOf(Sentiment.options)),
      "attributes.priority": anyOf(body.priority)?.map(oneOf(Priority.options)),
      date: datesOf(body),
    },
    sort: [{ by: "date", order: "desc" }],
    limit: NEWEST,
  } as const;
  const found: Stored<InsightDocument>[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && found.length < NEWEST; pages++) {
    const page = await store.search(tenant, "insights", { ...search, ...(cursor === undefined ? {} : { cursor }) });
    found.push(
      ...page.items.filter(
        ({ doc: { attributes } }) =>
          allOf(first_order_labels, attributes.first_order_labels) &&
          allOf(second_order_labels, attributes.second_order_labels) &&
          allOf(keywords, attributes.keywords),
      ),
    );
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  return found.slice(0, NEWEST);
}
