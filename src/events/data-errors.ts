/** From ajv's errors to ours: one for each property that is wrong, without the noise of what only holds others. */
import type { ErrorObject } from "ajv";
import type { FieldError } from "../model/outcome.ts";

/** Errors of one event that are kept. */
export const MAX_DATA_ERRORS = 50;
const MAX_MESSAGE = 500;

export interface DataErrors {
  readonly errors: readonly FieldError[];
  /** Those beyond. */
  readonly more?: number;
}

export const dotted = (root: string, path: readonly string[]): string => [root, ...path].join(".");

const unescaped = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");
const stepsOf = (path: string): string[] => path.split("/").slice(1).map(unescaped);

/** The property that an error is about may be one that is missing, or one too many. */
function pathOf({ instancePath, params, propertyName }: ErrorObject): string[] {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Readonly<Record<string, unknown>>;
  const named = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName ?? params.propertyName;
  return [...stepsOf(instancePath), ...(named === undefined ? [] : [String(named)])];
}

const MOST_VALUES = 10;

/** With what would be right, where ajv knows and does not say. */
function messageOf({ message = "is wrong", keyword, params }: ErrorObject): string {
  const { allowedValues, allowedValue } = params as { allowedValues?: readonly unknown[]; allowedValue?: unknown };
  if (keyword === "const") return `must be ${JSON.stringify(allowedValue)}`;
  if (keyword !== "enum" || allowedValues === undefined) return message;
  const shown = allowedValues.slice(0, MOST_VALUES).map((value) => JSON.stringify(value));
  const more = allowedValues.length - shown.length;
  return `must be one of ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** From a union: `/0/type`, and `/0/properties/kind/const`. */
const STEPS_TO_TYPE = 3;
const STEPS_TO_CONST = 5;

/** Which alternative of which union an error is of, the outermost first. */
function alternativeOf({ schemaPath }: ErrorObject): { readonly union: string; readonly at: string } | undefined {
  const found = /^(.*?\/(?:oneOf|anyOf))\/(\d+)\//.exec(schemaPath);
  return found === null ? undefined : { union: found[1]!, at: found[2]! };
}

/**
 * Alternatives that the data was not meant for: it is of another type, or a property that names the kind says another one. Where
 * some alternative is left, theirs are no faults of the data. What stands behind a `$ref` can't be told apart.
 */
function notMeant(found: readonly ErrorObject[]): ReadonlySet<ErrorObject> {
  const unions = Map.groupBy(
    found.filter((error) => alternativeOf(error) !== undefined),
    (error) => alternativeOf(error)!.union,
  );
  const noise = new Set<ErrorObject>();
  for (const [union, errors] of unions) {
    const parent = found.findLast(({ schemaPath }) => schemaPath === union);
    const alternatives = [...Map.groupBy(errors, (error) => alternativeOf(error)!.at).values()];
    const isOfKind = ({ keyword, schemaPath }: ErrorObject) =>
      keyword === "const" && schemaPath.slice(union.length).split("/").length === STEPS_TO_CONST;
    const isOfType = ({ keyword, instancePath, schemaPath }: ErrorObject) =>
      keyword === "type" &&
      instancePath === parent?.instancePath &&
      schemaPath.slice(union.length).split("/").length === STEPS_TO_TYPE;
    const others = alternatives.filter((all) => all.some((error) => isOfKind(error) || isOfType(error)));
    if (others.length < alternatives.length) for (const error of others.flat()) noise.add(error);
    // Of no kind that there is: that alone is wrong.
    else if (alternatives.every((all) => all.some(isOfKind)))
      for (const error of errors) if (!isOfKind(error)) noise.add(error);
  }
  return noise;
}

const isWithin = (path: string, parent: string): boolean => path === parent || path.startsWith(`${parent}/`);

/** Says only that something it holds is wrong, which is told of by itself. Ajv tells of what is held first. */
function isNoise(error: ErrorObject, before: readonly ErrorObject[]): boolean {
  switch (error.keyword) {
    case "oneOf":
      // More than one fits: nothing that it holds is wrong.
      if (Array.isArray(error.params.passingSchemas)) return false;
      break;
    case "anyOf":
    case "if":
    case "propertyNames":
      break;
    default:
      return false;
  }
  return before.some((other) => isWithin(other.instancePath, error.instancePath));
}

/** No element has to be what `contains` looks for: that none is, is one error of the list. */
const isSearched = (error: ErrorObject, all: readonly ErrorObject[]): boolean =>
  all.some(
    (other) => other.keyword === "contains" && other !== error && error.schemaPath.startsWith(`${other.schemaPath}/`),
  );

/** `root`: what the fields' paths begin with. */
export function dataErrors(found: readonly ErrorObject[], root = "data"): DataErrors {
  const messages = new Map<string, Set<string>>();
  const others = notMeant(found);
  const searching = found.some(({ keyword }) => keyword === "contains");
  for (const [at, error] of found.entries()) {
    if (others.has(error)) continue;
    if (isNoise(error, found.slice(0, at)) || (searching && isSearched(error, found))) continue;
    const field = dotted(root, pathOf(error));
    const told = messages.get(field) ?? new Set();
    messages.set(field, told.add(messageOf(error)));
  }
  const errors = [...messages].map(([field, told]) => ({
    field,
    code: "schema",
    message: [...told].join("; ").slice(0, MAX_MESSAGE),
  }));
  const more = errors.length - MAX_DATA_ERRORS;
  return more > 0 ? { errors: errors.slice(0, MAX_DATA_ERRORS), more } : { errors };
}
