/**
 * Rules as JSON: `{"<": [{"var": "stars"}, 3]}`. The operators of JsonLogic that a check of answers needs, each a line;
 * nothing in a rule can run code, loop or look beyond the answers it is given.
 */

export type Values = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 16;
/** Operands of one rule altogether. */
const MAX_PARTS = 500;

const asNumber = (value: unknown): number => (value === null || value === "" ? Number.NaN : Number(value));
const truthy = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value) && value !== "false";
const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== null && b !== null && a !== undefined && b !== undefined && String(a) === String(b));
const contains = (whole: unknown, part: unknown): boolean => {
  if (Array.isArray(whole)) return whole.some((one) => same(one, part));
  return typeof whole === "string" && whole.toLowerCase().includes(String(part).toLowerCase());
};
const ordered =
  (holds: (a: number, b: number) => boolean) =>
  (...operands: readonly unknown[]): boolean =>
    operands.slice(1).every((operand, at) => holds(asNumber(operands[at]), asNumber(operand)));

const operators: Readonly<Record<string, (...operands: readonly unknown[]) => unknown>> = {
  "==": (a, b) => same(a, b),
  "!=": (a, b) => !same(a, b),
  "<": ordered((a, b) => a < b),
  "<=": ordered((a, b) => a <= b),
  ">": ordered((a, b) => a > b),
  ">=": ordered((a, b) => a >= b),
  "!": (a) => !truthy(a),
  and: (...operands) => operands.every(truthy),
  or: (...operands) => operands.some(truthy),
  /** `{"in": ["late", {"var": "why"}]}`: a word in a text, or a value in a list. */
  in: (part, whole) => contains(whole, part),
};

export class InvalidRule extends Error {
  override name = "InvalidRule";
}

/** Whether the rule holds. Throws {@link InvalidRule} for what is none. */
export function holds(rule: unknown, values: Values): boolean {
  let parts = 0;
  const evaluate = (part: unknown, depth: number): unknown => {
    if (depth > MAX_DEPTH || ++parts > MAX_PARTS) throw new InvalidRule("the rule is too long");
    if (Array.isArray(part)) return part.map((one) => evaluate(one, depth + 1));
    if (typeof part !== "object" || part === null) return part;
    const [[name, operands] = ["", undefined], ...others] = Object.entries(part);
    if (others.length > 0) throw new InvalidRule("an object of a rule has one operator");
    const given = (Array.isArray(operands) ? operands : [operands]).map((one) => evaluate(one, depth + 1));
    if (name === "var") return Object.hasOwn(values, String(given[0])) ? values[String(given[0])] : (given[1] ?? null);
    if (name === "missing") return given.flat().filter((one) => !truthy(values[String(one)] ?? null));
    if (!Object.hasOwn(operators, name)) throw new InvalidRule(`no operator ${JSON.stringify(name.slice(0, 40))}`);
    return operators[name]!(...given);
  };
  return truthy(evaluate(rule, 0));
}
