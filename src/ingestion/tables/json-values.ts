/**
 * The records within one JSON document, one after the other, however long it is: the elements of its list, or of the
 * first list of objects in it. Memory is bounded by the longest record.
 */

import { parsePythonJson } from "../../model/json-text.ts";

export interface JsonValue {
  readonly text: string;
  /** Of the file, from 1: where it begins. */
  readonly line: number;
}

/** A list of records lies no deeper in its document: `{"data": {"app": {"reviews": {"edges": [...]}}}}`. */
const DEEPEST_LIST = 6;
/** No record, and no page of records, is that long; it goes on as this much of it, to be refused. */
const LONGEST_VALUE = 8 * 1024 * 1024;

const [QUOTE, BACKSLASH, NEWLINE, COMMA] = [0x22, 0x5c, 0x0a, 0x2c];
const isOpening = (code: number): boolean => code === 0x7b || code === 0x5b;
const isClosing = (code: number): boolean => code === 0x7d || code === 0x5d;
const isBlank = (code: number): boolean => code <= 0x20 || code === COMMA || code === 0xfeff;

/** Finds the values of a list in text that comes in pieces; the first `passOver` lists of objects are not it. */
export function createJsonValueSplitter(passOver = 0, longest = LONGEST_VALUE) {
  let [depth, line, valueLine] = [0, 1, 1];
  let [inString, escaped] = [false, false];
  /** The depth within the list of records, once it is found; 0 before, -1 when it has ended. */
  let listDepth = 0;
  let isListOpen = false;
  let passed = 0;
  let pieces: string[] = [];
  let held = 0;
  /** Where the value that is being read begins in this piece of text; -1: no value. */
  let start = -1;
  let found: JsonValue[] = [];
  /** What is open, by its opening bracket; not kept up once the list is found. */
  const containers: number[] = [];

  function keep(piece: string): void {
    if (held < longest) pieces.push(piece);
    held += piece.length;
  }

  function finish(text: string, end: number): void {
    keep(text.slice(start, end));
    const value = pieces.join("").trim();
    if (value !== "") found.push({ text: value, line: valueLine });
    [pieces, held, start] = [[], 0, -1];
  }

  /** The list that is open, or the list of such lists: then its first value is the list, which has begun already. */
  function take(at: number): void {
    const isPage = containers.at(-2) === 0x5b;
    listDepth = isPage ? depth - 1 : depth;
    begin(at);
    if (isPage) keep("[");
  }

  /** A list is that of the records when an object, or the document's own list anything, is in it. */
  function open(code: number, at: number): void {
    if (listDepth === 0 && isListOpen && code === 0x7b) {
      if (passed === passOver) take(at);
      else passed++;
    }
    if (listDepth === 0) containers.push(code);
    depth++;
    isListOpen = code === 0x5b && depth <= DEEPEST_LIST;
    if (depth === 1 && code === 0x5b) listDepth = 1;
  }

  function begin(at: number): void {
    start = at;
    valueLine = line;
  }

  function close(text: string, at: number): void {
    if (listDepth > 0 && depth === listDepth) {
      if (start >= 0) finish(text, at);
      listDepth = -1;
    }
    depth--;
    if (listDepth === 0) containers.pop();
    isListOpen = false;
    if (listDepth > 0 && depth === listDepth && start >= 0) finish(text, at + 1);
  }

  function structure(text: string, code: number, at: number): void {
    const isInList = listDepth > 0 && depth === listDepth;
    if (isInList && start < 0 && !isBlank(code) && !isClosing(code)) begin(at);
    if (isClosing(code)) close(text, at);
    else if (code === QUOTE) inString = true;
    else if (isOpening(code)) open(code, at);
    else if (isInList && code === COMMA && start >= 0) finish(text, at);
    else if (!isBlank(code)) isListOpen = false;
  }

  return {
    push(text: string): JsonValue[] {
      found = [];
      if (start >= 0) start = 0;
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === NEWLINE) line++;
        if (!inString) structure(text, code, at);
        else if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inString = false;
      }
      if (start >= 0) keep(text.slice(start));
      return found;
    },
    /** What the document ended in the middle of. */
    end(): JsonValue[] {
      const rest = pieces.join("").trim();
      return rest === "" ? [] : [{ text: rest, line: valueLine }];
    },
  };
}

/** The records of one document in UTF-8, as many at a time as are complete. */
export async function* readJsonValues(input: AsyncIterable<Buffer>, passOver = 0): AsyncGenerator<JsonValue[]> {
  const splitter = createJsonValueSplitter(passOver);
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of input) {
    const values = splitter.push(decoder.decode(chunk, { stream: true }));
    if (values.length > 0) yield values;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

/** Lines of JSON in UTF-8 with their numbers, blank ones left out. */
export async function* readJsonLines(
  input: AsyncIterable<Buffer>,
  longest = LONGEST_VALUE,
): AsyncGenerator<JsonValue[]> {
  const decoder = new TextDecoder("utf-8");
  let [rest, line] = ["", 0];
  const lineOf = (text: string): JsonValue[] => {
    line++;
    const plain = text.trim();
    return plain === "" ? [] : [{ text: plain.slice(0, longest + 1), line }];
  };
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    // Of a line that no record can be as long as, this much says enough.
    if (rest.length > 2 * longest) rest = rest.slice(0, longest + 1);
    const values = lines.flatMap(lineOf);
    if (values.length > 0) yield values;
  }
  const last = lineOf(rest);
  if (last.length > 0) yield last;
}

/** The value that a line holds; lines cut out of a list end with its commas. Throws `SyntaxError`. */
export const parseJsonLine = (text: string): unknown => parsePythonJson(text.replace(/,\s*$/, ""));
