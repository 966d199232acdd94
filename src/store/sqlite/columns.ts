/** How field values, vectors and words lie in SQLite. */
import type { TenantId } from "../../model/tenant.ts";
import type { FieldValue } from "../document.ts";

export type ColumnValue = string | number | null;

/** Between, before and after the elements of a list. Elements are escaped as in JSON, so that it can't occur in one. */
const SEPARATOR = "\x01";
const NEEDS_ESCAPE = /[\x00-\x1f"\\]/;

export function toColumn(value: FieldValue): ColumnValue {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return SEPARATOR + value.map(escapeElement).join(SEPARATOR) + SEPARATOR;
}

/** What the column of a list contains exactly when the list has this element. */
export function elementInColumn(element: string): string {
  return SEPARATOR + escapeElement(element) + SEPARATOR;
}

export function elementsOfColumn(list: string): string[] {
  return list.slice(1, -1).split(SEPARATOR).map(unescapeElement);
}

function escapeElement(element: string): string {
  return NEEDS_ESCAPE.test(element) ? JSON.stringify(element).slice(1, -1) : element;
}

function unescapeElement(escaped: string): string {
  return escaped.includes("\\") ? (JSON.parse(`"${escaped}"`) as string) : escaped;
}

/**
 * A word as one token of the full-text table, for this tenant alone: other tenants' words are other tokens, so their
 * number and frequency can't be felt. Only [a-z0-9] occur in it, so that the tokeniser leaves it as it is.
 */
export function wordToken(tenant: TenantId, word: string): string {
  return `${plain(tenant)}zz${plain(word.slice(0, MAX_WORD_LENGTH))}`;
}

/** Words are told apart by this many first characters, as with Elasticsearch's whitespace tokeniser. */
const MAX_WORD_LENGTH = 255;

/** One to one: `z` and whatever is not a plain letter or digit becomes `z` and its four-digit code. */
function plain(text: string): string {
  if (/^[a-y0-9]*$/.test(text)) return text;
  return text.replace(/[^a-y0-9]/g, (unit) => `z${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Direction only, in 256 steps a dimension: the largest becomes 127. */
export function toInt8(vector: Float32Array): Uint8Array {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) largest = Math.max(largest, Math.abs(vector[at]!));
  const steps = new Int8Array(vector.length);
  for (let at = 0; at < vector.length; at++) steps[at] = Math.round((vector[at]! / largest) * 127);
  return new Uint8Array(steps.buffer);
}

/** Unit length again. */
export function fromInt8(bytes: Uint8Array): Float32Array {
  const steps = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  let square = 0;
  for (let at = 0; at < steps.length; at++) square += steps[at]! * steps[at]!;
  const vector = new Float32Array(steps.length);
  const scale = 1 / Math.sqrt(square);
  for (let at = 0; at < steps.length; at++) vector[at] = steps[at]! * scale;
  return vector;
}
