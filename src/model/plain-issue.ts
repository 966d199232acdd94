/** What is wrong with a field, in words for whoever sent it: zod's own speak of types and of "received undefined". */
import type { ZodError } from "zod";

type Issue = ZodError["issues"][number];

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const kindOf = (expected: string): string => KINDS[expected] ?? `a ${expected}`;

/** Texts of a form that schemas here ask for. */
const FORMATS: Readonly<Record<string, string>> = {
  email: "an e-mail address, such as name@example.com",
  url: "an address, such as https://example.com",
};

/** Only where the schema has no words of its own. */
const ISNT_SAID = /^(?:Invalid (?:input|option|discriminator|email|URL|string)|Too (?:small|big)|Unrecognized key)/;

function typeWords(expected: string, message: string): string {
  const received = /received (\w+)/.exec(message)?.[1];
  // What is a number, and yet not the one that is needed.
  if (received === "NaN" || (received === "number" && expected !== "string")) return `has to be ${kindOf(expected)}`;
  if (received === "undefined") return `is missing: ${kindOf(expected)} is needed`;
  return `has to be ${kindOf(expected)}${received === undefined ? "" : `, and is ${kindOf(received.toLowerCase())}`}`;
}

const UNITS: Readonly<Record<string, string>> = { string: "character", array: "item", set: "item" };

function sizeWords(origin: string, least: boolean, limit: unknown, inclusive: boolean): string {
  const unit = UNITS[origin];
  const bound = `${least ? (inclusive ? "at least" : "more than") : inclusive ? "at most" : "less than"} ${String(limit)}`;
  return unit === undefined ? `has to be ${bound}` : `has to have ${bound} ${unit}${Number(limit) === 1 ? "" : "s"}`;
}

/** Values that a discriminator may have, as zod lists them in its message. */
const valuesIn = (message: string): string[] => [...message.matchAll(/'([^']*)'/g)].map(([, value]) => value!);

const oneOf = (values: readonly string[]): string =>
  `has to be ${values.length > 1 ? "one of " : ""}${values.join(", ")}`;

/** Where each of the kinds that a value may be of was refused for its type alone, or where one would do but for the rest. */
function unionWords(options: readonly (readonly Issue[])[], message: string): string {
  const issues = options.flat().filter(({ path }) => path.length === 0);
  const rest = issues.find(({ code }) => code !== "invalid_type");
  if (rest !== undefined) return plainIssue(rest);
  const kinds = new Set(issues.flatMap((one) => (one.code === "invalid_type" ? [kindOf(one.expected)] : [])));
  if (kinds.size === 0) return message;
  const received = /received (\w+)/.exec(issues[0]!.message)?.[1]?.toLowerCase();
  const wanted = [...kinds].join(" or ");
  if (received === "undefined") return `is missing: ${wanted} is needed`;
  return `has to be ${wanted}${received === undefined ? "" : `, and is ${kindOf(received)}`}`;
}

export function plainIssue(issue: Issue): string {
  const { message } = issue;
  if (!ISNT_SAID.test(message)) return message;
  switch (issue.code) {
    case "invalid_type":
      return typeWords(issue.expected, message);
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "too_small":
      return sizeWords(issue.origin, true, issue.minimum, issue.inclusive !== false);
    case "too_big":
      return sizeWords(issue.origin, false, issue.maximum, issue.inclusive !== false);
    case "invalid_format":
      return FORMATS[issue.format] === undefined
        ? "is of another form than is needed"
        : `has to be ${FORMATS[issue.format]}`;
    case "unrecognized_keys":
      return "is not known here";
    case "invalid_union":
      return message.startsWith("Invalid discriminator")
        ? oneOf(valuesIn(message))
        : unionWords(issue.errors as readonly (readonly Issue[])[], message);
    default:
      return message;
  }
}
