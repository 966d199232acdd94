/**
 * A look at JSON text before it is parsed: how deep it nests, how many values it holds, and where the elements of a
 * top-level array lie. One pass over the bytes, no recursion and no objects, so that hostile nesting costs nothing; it
 * ends where there is more than may be.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Byte offsets of an element of the top-level array; `depth` counts containers within it, itself included. */
export interface Element {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

export interface JsonScan {
  /** Deepest nesting, counting containers. */
  readonly depth: number;
  /** At least so many values are in it, containers among them; the names of members don't count. */
  readonly values: number;
  /** Of a top-level array; undefined when the text is anything else. */
  readonly elements: readonly Element[] | undefined;
  /** What there is more of than may be. The rest of the text was not looked at. */
  readonly over: "elements" | "values" | undefined;
}

export interface ScanLimits {
  readonly elements?: number;
  readonly values?: number;
}

/** What one request with records holds at most, the values of all of them together: each costs memory to parse. */
export const MOST_SENT = { elements: 10_000, values: 1_000_000 } as const satisfies ScanLimits;

/** Position of the quote that ends the string which begins at `from`, or the end of the text. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0) return bytes.length;
    let slashes = 0;
    while (bytes[quote - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote;
    at = quote;
  }
  return bytes.length;
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Follows the elements of the top-level array; `start` is where the first one may begin. */
function createTracker(start: number) {
  const elements: Element[] = [];
  let [from, depth, filled] = [start, 0, false];
  return {
    elements,
    /** Something is there, so many containers deep within the element. */
    meet(within: number): void {
      filled = true;
      if (within > depth) depth = within;
    },
    finish(end: number): void {
      if (filled) elements.push({ start: from, end, depth });
      [from, depth, filled] = [end + 1, 0, false];
    },
  };
}

/** Right for valid JSON; for anything else it answers something, and parsing will fail. */
export function scanJson(bytes: Buffer, limits: ScanLimits = {}): JsonScan {
  const { elements: mostElements = Number.POSITIVE_INFINITY, values: mostValues = Number.POSITIVE_INFINITY } = limits;
  let at = 0;
  while (at < bytes.length && isBlank(bytes[at]!)) at++;
  const isList = bytes[at] === OPEN_LIST;
  const tracker = createTracker(at + 1);
  const { elements } = tracker;
  let [depth, deepest, values] = [0, 0, 1];
  const findOver = (): JsonScan["over"] => {
    if (elements.length > mostElements) return "elements";
    return values > mostValues ? "values" : undefined;
  };
  const scanned = (over = findOver()): JsonScan => ({
    depth: deepest,
    values,
    elements: isList ? elements : undefined,
    over,
  });
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    switch (byte) {
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth++;
        values++;
        deepest = Math.max(deepest, depth);
        if (depth > 1) tracker.meet(depth - 1);
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth--;
        if (depth === 0 && isList) tracker.finish(at);
        break;
      case COMMA:
        values++;
        if (depth === 1 && isList) tracker.finish(at);
        if (findOver() !== undefined) return scanned();
        break;
      case QUOTE:
        tracker.meet(0);
        at = endOfString(bytes, at);
        break;
      default:
        if (!isBlank(byte)) tracker.meet(0);
    }
  }
  return scanned();
}
