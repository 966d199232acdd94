/** Where a record says that it belongs, however wrong the rest of it is. */
import { asGiven } from "./given-name.ts";

/** Of a record that names none. */
export const DEFAULT_SOURCE = "push";

const LONGEST = 200;

/** Undefined where it says nothing that can be a name. */
export function namedPlace(item: unknown): { readonly app: string | undefined; readonly source: string | undefined } {
  const { app, source } = (typeof item === "object" && item !== null ? item : {}) as Record<"app" | "source", unknown>;
  const named = (value: unknown): string | undefined => {
    const name = typeof value === "string" ? asGiven(value) : "";
    return name === "" || name.length > LONGEST ? undefined : name;
  };
  return { app: named(app), source: named(source) };
}
