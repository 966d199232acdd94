/** How single values look in tables, and how options read theirs. */
import { InvalidArgumentError } from "commander";
import { dateOf } from "../model/times.ts";

/** Unix seconds → `2024-02-22 05:28` in UTC. */
export const showTime = (value: unknown): string =>
  typeof value === "number" && Number.isFinite(value) ? dateOf(value).toISOString().slice(0, 16).replace("T", " ") : "";

export const showText = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** An option that takes a whole number of at least `minimum`. */
export const wholeNumber =
  (minimum: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isSafeInteger(number) || number < minimum) {
      throw new InvalidArgumentError(`a whole number of at least ${minimum} is needed.`);
    }
    return number;
  };

/** An argument or option that is JSON. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`it is no JSON: ${(error as Error).message}`);
  }
}
