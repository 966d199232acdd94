/** JSON Pointers (RFC 6901): the value at a place of a document. */

export const isPointer = (text: string): boolean => text === "" || /^(?:\/(?:[^~/]|~[01])*)+$/.test(text);

/** Undefined where there is nothing; a number names an element of a list. */
export function valueAt(document: unknown, pointer: string): unknown {
  let here = document;
  for (const part of pointer === "" ? [] : pointer.slice(1).split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}
