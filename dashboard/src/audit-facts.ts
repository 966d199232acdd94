/** What an audit entry tells beside who, what and when: names with their values, whatever it was written as. */

type Value = string | number | boolean;

export interface AuditFact {
  readonly name: string;
  readonly values: readonly Value[];
  /** The values are unix seconds. */
  readonly isTime: boolean;
}

const TIMES = /^(at|first|last|from|to)$|_at$/;

const isValue = (value: unknown): value is Value => ["string", "number", "boolean"].includes(typeof value);

const valuesOf = (value: unknown): Value[] => {
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one): Value[] => (isValue(one) ? [one] : one == null ? [] : [JSON.stringify(one)]));
};

/** What stands in an object of its own is told by its own names. */
export function factsOf(detail: unknown): readonly AuditFact[] {
  if (typeof detail !== "object" || detail === null) return [];
  return Object.entries(detail).flatMap(([name, value]) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return factsOf(value);
    const values = valuesOf(value);
    const isTime = TIMES.test(name) && values.every((one) => typeof one === "number");
    return values.length === 0 ? [] : [{ name, values, isTime }];
  });
}
