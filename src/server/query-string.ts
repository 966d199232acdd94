/**
 * Query strings as flat names and values: what repeats or nests is refused by name, so that no schema ever sees a list or
 * an object. Empty counts as not given, as an untouched form field sends it.
 */
import type { FieldError } from "../model/outcome.ts";
import { Problem } from "./problem.ts";

export function readQueryString(url: string): Record<string, string | undefined> {
  const at = url.indexOf("?");
  const errors: FieldError[] = [];
  const values = new Map<string, string | undefined>();
  for (const [name, value] of new URLSearchParams(at < 0 ? "" : url.slice(at + 1))) {
    const field = name.replace(/\[.*$/s, "");
    if (field !== name || values.has(name)) {
      if (!errors.some((error) => error.field === field)) {
        errors.push({ field, code: "invalid", message: "takes one value" });
      }
    } else values.set(name, value === "" ? undefined : value);
  }
  if (errors.length > 0) {
    throw new Problem(400, `wrong query: ${errors.map(({ field }) => field).join(", ")}`, { errors });
  }
  return Object.fromEntries(values);
}
