/** Query parameters that many routes share, each read from the text it comes as. */
import { z } from "zod";
import { whyNoDate } from "../model/dates.ts";
import { readTimestamp } from "../model/event-time.ts";
import { asGiven } from "../model/given-name.ts";
import { readDate } from "../model/read-record.ts";
import { parseVersionRange } from "../model/version.ts";

const WHOLE = /^\d{1,9}$/;

/** ISO 8601, unix seconds (fractions allowed) or milliseconds → unix seconds, unrounded. */
export function readTime(value: string): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(value)) return readDate(value);
  const number = Number(value);
  const seconds = readDate(Math.floor(number));
  // A different number back: it was in milliseconds.
  return seconds === Math.floor(number) ? number : seconds;
}

/** A plus that was not encoded arrives as a blank: before a zone it can have been nothing else. */
export const withPlus = (value: string): string =>
  value.replace(/(?<=T?\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) (?=\d{2}:?\d{2}$)/, "+");

/** Dates are whole seconds, so rounding a bound up changes nothing: `from` stays inclusive, `to` exclusive. */
const time = z
  .string()
  .max(64)
  .transform((value, context) => {
    const text = withPlus(value.trim());
    const seconds = readTime(text);
    if (seconds === undefined) context.addIssue({ code: "custom", message: whyNoDate(text) });
    return Math.ceil(seconds ?? 0);
  })
  .meta({ description: "ISO 8601 or unix seconds" });

/** To the microsecond, rounded up: for what is told more exactly than by the second. */
export const exactTime = z
  .string()
  .max(64)
  .transform((value, context) => {
    const text = withPlus(value.trim());
    const microseconds = readTimestamp(text) ?? (readTime(text) ?? Number.NaN) * 1_000_000;
    if (Number.isNaN(microseconds)) context.addIssue({ code: "custom", message: whyNoDate(text) });
    return Math.ceil(microseconds);
  })
  .meta({ description: "ISO 8601 or unix seconds" });

/** Empty counts as not given, in a body too. */
const named = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((value) => (value === "" ? undefined : value));

/** One of the values, or several separated by commas; said twice is said once. */
export const oneOrMore = <T extends string>(values: readonly T[]) =>
  z
    .string()
    .max(1_000)
    .transform((value, context): readonly T[] | undefined => {
      const asked = [...new Set(value.split(",").filter((one) => one !== ""))];
      const wrong = asked.filter((one) => !(values as readonly string[]).includes(one));
      if (wrong.length > 0) context.addIssue({ code: "custom", message: `one of ${values.join(", ")}` });
      return asked.length === 0 ? undefined : (asked as T[]);
    })
    .meta({
      type: "array",
      items: { type: "string", enum: [...values] },
      maxItems: values.length,
      param: { style: "form", explode: false },
      description: `${values.join(", ")}; several with commas`,
    });

export function whole(least: number, most: number) {
  const wanted = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(WHOLE, wanted)
    .transform(Number)
    .refine((number) => number >= least && number <= most, wanted)
    .meta({ type: "integer", minimum: least, maximum: most });
}

/** `true` or `false`. */
export const flag = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .meta({ type: "boolean" });

export const name = named(300);
/** Of an app or a source. */
export const place = name.transform((value) => (value === undefined ? undefined : asGiven(value) || undefined));
export const from = time;
export const to = time;
export const words = named(500);

/** A version as feedback names it, or a range of versions; what looks like a range and is none is refused. */
export const version = named(100)
  .refine((value) => value === undefined || !/[<>=]/.test(value) || parseVersionRange(value) !== undefined, {
    message: "a version, or a range such as >=5.2 or >=5.2 <6",
  })
  .meta({ description: "of the app, as feedback names it (5.2), or a range in version order (>=5.2, >=5.2 <6)" });

/** A page of a list. */
export const paging = {
  limit: whole(1, 1_000).optional().meta({ description: "1 to 1000, 50 by default" }),
  cursor: named(4_000).optional().meta({ description: "next_cursor of the page before" }),
};

export const id = z.object({ id: z.string().min(1).max(300) });

/** The shape of every list. */
export const listOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), total: z.number().int(), next_cursor: z.string().nullable() });
