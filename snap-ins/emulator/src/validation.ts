/** What DevRev's API documentation says of a request's fields, as checks that answer with its kind of 400. */
import { isId } from "./ids.ts";

/** Becomes an answer of this status with `{message, type}`. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export const badRequest = (message: string): ApiError => new ApiError(400, "bad_request", message);
export const notFound = (message: string): ApiError => new ApiError(404, "not_found", message);
export const conflict = (message: string): ApiError => new ApiError(409, "conflict", message);

export type Fields = Readonly<Record<string, unknown>>;

const characters = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

export function text(fields: Fields, name: string, limits: { minimum?: number; maximum?: number } = {}): string {
  const value = fields[name];
  if (typeof value !== "string") throw badRequest(`${name}: a text is required`);
  const length = characters(value);
  if (length < (limits.minimum ?? 0)) throw badRequest(`${name}: at least ${limits.minimum} character(s)`);
  if (limits.maximum !== undefined && length > limits.maximum) {
    throw badRequest(`${name}: at most ${limits.maximum} characters, not ${length}`);
  }
  return value;
}

export const optionalText = (fields: Fields, name: string, limits = {}): string | undefined =>
  fields[name] === undefined ? undefined : text(fields, name, limits);

export function choice<T extends string>(fields: Fields, name: string, allowed: readonly T[]): T | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !(allowed as readonly string[]).includes(value)) {
    throw badRequest(`${name}: one of ${allowed.join(", ")}`);
  }
  return value as T;
}

export function id(fields: Fields, name: string): string {
  const value = fields[name];
  if (!isId(value)) throw badRequest(`${name}: the id of an object is required (a DON or a display id)`);
  return value;
}

/** A list; a single value, as a query string gives it, is a list of one. */
export function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  return [value];
}

export function ids(fields: Fields, name: string): readonly string[] {
  const values = list(fields, name);
  if (!values.every(isId)) throw badRequest(`${name}: a list of ids (DONs or display ids)`);
  return values as readonly string[];
}

export const object = (fields: Fields, name: string): Fields | undefined => {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badRequest(`${name}: an object`);
  return value as Fields;
};

export function integer(fields: Fields, name: string, fallback: number, minimum: number, maximum: number): number {
  const value = fields[name];
  if (value === undefined) return fallback;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < minimum || number > maximum) {
    throw badRequest(`${name}: a whole number from ${minimum} to ${maximum}`);
  }
  return number;
}

export function date(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw badRequest(`${name}: a date-time in ISO 8601`);
  return at;
}
