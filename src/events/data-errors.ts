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

export function dataErrors(found: readonly ErrorObject[]): DataErrors {
  const messages = new Map<string, Set<string>>();
  const searching = found.some(({ keyword }) => keyword === "contains");
  for (const [at, error] of found.entries()) {
    if (isNoise(error, found.slice(0, at)) || (searching && isSearched(error, found))) continue;
    const field = dotted("data", pathOf(error));
    const told = messages.get(field) ?? new Set();
    messages.set(field, told.add(error.message ?? "is wrong"));
  }
  const errors = [...messages].map(([field, told]) => ({
    field,
    code: "schema",
    message: [...told].join("; ").slice(0, MAX_MESSAGE),
  }));
  const more = errors.length - MAX_DATA_ERRORS;
  return more > 0 ? { errors: errors.slice(0, MAX_DATA_ERRORS), more } : { errors };
}
