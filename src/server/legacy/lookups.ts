/** Filters as Django writes them in an address: `name__icontains=click`, `timestamp__gte=2021-01-01`. */
// cspell:ignore iexact istartswith iendswith
import { readTimestamp } from "../../model/event-time.ts";
import type { FieldError } from "../../model/outcome.ts";
import { withPlus } from "../parameters.ts";
import { Problem } from "../problem.ts";

/** Whether a value is one of those that are asked for. */
export type Holds = (value: string) => boolean;

export interface Lookups {
  /** By field; none for a field that nothing is asked of. */
  readonly texts: ReadonlyMap<string, Holds>;
  /** Unix microseconds, half-open. */
  readonly from?: number;
  readonly to?: number;
}

const lower = (text: string): string => text.toLowerCase();

const TEXTS: Readonly<Record<string, (asked: string) => Holds>> = {
  exact: (asked) => (value) => value === asked,
  iexact: (asked) => (value) => lower(value) === lower(asked),
  contains: (asked) => (value) => value.includes(asked),
  icontains: (asked) => (value) => lower(value).includes(lower(asked)),
  startswith: (asked) => (value) => value.startsWith(asked),
  istartswith: (asked) => (value) => lower(value).startsWith(lower(asked)),
  endswith: (asked) => (value) => value.endsWith(asked),
  iendswith: (asked) => (value) => lower(value).endsWith(lower(asked)),
  in: (asked) => {
    const among = new Set(asked.split(","));
    return (value) => among.has(value);
  },
};

interface Span {
  readonly from?: number;
  readonly to?: number;
}

const TIMES: Readonly<Record<string, (at: number) => Span>> = {
  exact: (at) => ({ from: at, to: at + 1 }),
  gte: (at) => ({ from: at }),
  gt: (at) => ({ from: at + 1 }),
  lte: (at) => ({ to: at + 1 }),
  lt: (at) => ({ to: at }),
};

const refused = (field: string, message: string): FieldError => ({ field, code: "invalid", message });

/** Both ends of `range` count. */
function spanOf(key: string, lookup: string, asked: string): Span | FieldError {
  const times = asked.split(",").map((one) => readTimestamp(withPlus(one.trim())));
  const isRange = lookup === "range";
  if (times.length !== (isRange ? 2 : 1) || times.includes(undefined))
    return refused(key, isRange ? "two times, ISO 8601 or unix seconds, with a comma" : "ISO 8601 or unix seconds");
  return isRange ? { from: times[0]!, to: times[1]! + 1 } : TIMES[lookup]!(times[0]!);
}

const later = (a: number | undefined, b: number | undefined) => (a === undefined ? b : Math.max(a, b ?? a));
const earlier = (a: number | undefined, b: number | undefined) => (a === undefined ? b : Math.min(a, b ?? a));

/**
 * What an address asks of these fields beside plain values. Empty values ask nothing, and parameters of other fields are no
 * hindrance, as in the original; a lookup that nobody knows is refused, since its answer would be too much.
 */
export function readLookups(
  query: Readonly<Record<string, unknown>>,
  textFields: readonly string[],
  timeFields: readonly string[],
): Lookups {
  const texts = new Map<string, Holds>();
  const errors: FieldError[] = [];
  let span: Span = {};
  for (const [key, asked] of Object.entries(query)) {
    const [, field = "", lookup = ""] = /^(\w+?)__(\w+)$/.exec(key) ?? [];
    const known = textFields.includes(field) ? TEXTS : timeFields.includes(field) ? TIMES : undefined;
    if (known === undefined || typeof asked !== "string" || asked === "") continue;
    const isRange = known === TIMES && lookup === "range";
    if (!Object.hasOwn(known, lookup) && !isRange)
      errors.push(refused(key, `${field} can be asked for by ${Object.keys(known).join(", ")}`));
    else if (known === TEXTS) {
      const [before, holds] = [texts.get(field), TEXTS[lookup]!(asked)];
      texts.set(field, before === undefined ? holds : (value) => before(value) && holds(value));
    } else {
      const found = spanOf(key, lookup, asked);
      if ("code" in found) errors.push(found);
      else span = { ...definedSpan(later(span.from, found.from), earlier(span.to, found.to)) };
    }
  }
  if (errors.length > 0)
    throw new Problem(400, `wrong query: ${errors.map(({ field }) => field).join(", ")}`, { errors });
  return { texts, ...span };
}

const definedSpan = (from: number | undefined, to: number | undefined): Span => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
