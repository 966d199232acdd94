/** Pages of interfaces: `{"reviews": [{…}]}`, `{"feed": {"entry": [{…}]}}`, `{"data": [{…}], "includes": {…}}`. */
import { nameFields } from "../../model/known-fields.ts";

/** A list of records lies no deeper. */
const DEEPEST = 3;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const LOOKED_AT = 20;

function isTold(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { text, title } = nameFields(value);
  return text !== undefined || title !== undefined;
}

/** The first list of records with something to read in them. */
function firstList(value: Record<string, unknown>, depth: number): readonly unknown[] | undefined {
  const inner = Object.values(value);
  const list = inner.find((each): each is unknown[] => Array.isArray(each) && each.slice(0, LOOKED_AT).some(isTold));
  if (list !== undefined || depth === DEEPEST) return list;
  for (const each of inner) {
    const found = isObject(each) ? firstList(each, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The records within an object that is none itself, since it has no text; undefined for everything else. */
export function listWithin(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value)) return undefined;
  // Most records hold no list of objects: they cost no more than this look.
  if (!Object.values(value).some((each) => isObject(each) || (Array.isArray(each) && isObject(each[0]))))
    return undefined;
  const { text, title, id, date } = nameFields(value);
  // What is about one record, such as a form's response with its answers, is no page of records.
  const isRecord = [text, title, id, date].some((field) => field !== undefined);
  return isRecord ? undefined : firstList(value, 1);
}
