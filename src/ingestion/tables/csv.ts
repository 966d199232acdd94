/**
 * Splitting text into rows and cells (RFC 4180 and what people make of it). Our own, since a stray quote must cost its
 * own row alone: readers that trust quotes swallow everything up to the next one, or end there. Memory is bounded by the
 * longest cell that counts.
 */

export interface CsvRow {
  readonly cells: string[];
  /** Of the file, from 1: where the row begins. */
  readonly line: number;
}

export interface CsvSyntax {
  readonly separator: string;
  /** Ends a row: what a file without any line feed uses instead. */
  readonly newline: "\n" | "\r";
  /** Cells of a row: tells a quote that swallows the next rows from a cell of several lines. */
  readonly width?: number;
}

/** A quoted cell without an end within so many characters begins with a mere quote: no record is that long. */
const LONGEST_CELL = 1024 * 1024;

export interface CsvSplitter {
  /** Every row that is complete. */
  push(text: string): CsvRow[];
  end(): CsvRow[];
  /** What of the text belongs to rows that are not complete yet: another splitter goes on from its start. */
  pending(): string;
}

const lineBreaks = (text: string, newline: string, from: number, to: number): number => {
  let count = 0;
  for (let at = text.indexOf(newline, from); at >= 0 && at < to; at = text.indexOf(newline, at + 1)) count++;
  return count;
};

/** Where the quotes that begin at `at` end. */
function endOfQuotes(text: string, at: number): number {
  let end = at;
  while (text[end] === '"') end++;
  return end;
}

/** Past what may stand between a closing quote and the separator. */
function endOfBlanks(text: string, at: number, separator: string): number {
  let end = at;
  while (
    text[end] === " " ||
    (text[end] === "\r" && text[end + 1] === "\n") ||
    (text[end] === "\t" && separator !== "\t")
  )
    end++;
  return end;
}

/** A quote that is not doubled: what stands before it is an escape, where a program writes quotes so. */
const ODD_QUOTES = /(?<!")"(?:"")*(?!")/;

/** The text between quotes. Where all quotes in it are doubled a backslash is a backslash, as in cells that hold JSON. */
function unquoted(inner: string): string {
  if (!inner.includes('"')) return inner;
  const plain = inner.replaceAll('""', '"');
  return ODD_QUOTES.test(inner) ? plain.replaceAll('\\"', '"') : plain;
}

export function createCsvSplitter({ separator, newline, width }: CsvSyntax, longestCell = LONGEST_CELL): CsvSplitter {
  let text = "";
  let line = 1;
  /** No quotes that begin within this part of `text` close a cell: a stray quote on each line must not cost a search each. */
  let known = { from: 0, to: 0 };
  let isLast = false;
  /** Whether a quote stood within the cell that was read last, neither doubled nor at its end. */
  let isStray = false;

  /** Whether the quotes from `start` to before `end` close a cell; undefined: what follows is not there yet. */
  function closes(start: number, end: number): boolean | undefined {
    const next = endOfBlanks(text, end, separator);
    // A carriage return that ends the text may be half of a line end.
    const isCut = next >= text.length || (text[next] === "\r" && next + 1 === text.length);
    if (isCut && !isLast) return undefined;
    const isEnd = next >= text.length || text[next] === separator || text[next] === newline;
    return isEnd && (end - start) % 2 === 1;
  }

  function learn(from: number, to: number): void {
    const touches = from <= known.to && to >= known.from;
    known = touches ? { from: Math.min(from, known.from), to: Math.max(to, known.to) } : { from, to };
  }

  /** The first quote from `at` that may close a cell. */
  function nextQuote(at: number): number {
    const found = text.indexOf('"', at);
    return found >= known.from && found < known.to ? text.indexOf('"', known.to) : found;
  }

  /** Where the cell that opened before `from` is closed: the place of the quote; -1: nowhere; undefined: not known yet. */
  function closingQuote(from: number): number | undefined {
    // Until then nothing closes it: more text may come, unless it is too much already.
    const open = isLast || text.length - from > longestCell ? -1 : undefined;
    // What touches the opening quote says nothing of how another cell would read it.
    let start = text.indexOf('"', from);
    const since = start === from ? endOfQuotes(text, from) : from;
    while (start >= 0 && start - from <= longestCell) {
      const end = endOfQuotes(text, start);
      const isClosed = closes(start, end);
      if (isClosed === undefined) return open;
      if (isClosed) return end - 1;
      isStray ||= (end - start) % 2 === 1;
      if (start !== from) learn(since, end);
      start = nextQuote(end);
    }
    if (start < 0) learn(since, text.length);
    return start < 0 ? open : -1;
  }

  /** The cell that begins at `from`, and where it ends; undefined when the text ends within it. */
  function readCell(from: number): { readonly cell: string; readonly end: number } | undefined {
    let open = from;
    while (text[open] === " ") open++;
    if (text[open] === '"') {
      const close = closingQuote(open + 1);
      if (close === undefined) return undefined;
      if (close >= 0) {
        return { cell: unquoted(text.slice(open + 1, close)), end: endOfBlanks(text, close + 1, separator) };
      }
    }
    const lineEnd = text.indexOf(newline, from);
    if (lineEnd < 0 && !isLast) return undefined;
    const limit = lineEnd < 0 ? text.length : lineEnd;
    const found = text.indexOf(separator, from);
    const end = found >= 0 && found < limit ? found : limit;
    // A carriage return before the line feed is part of the line end.
    const isReturn = newline === "\n" && end === lineEnd && end > from && text[end - 1] === "\r";
    return { cell: text.slice(from, isReturn ? end - 1 : end), end };
  }

  /** The row that begins at `from`; undefined when it is not all there yet. */
  function readRow(from: number): { readonly cells: string[]; readonly end: number } | undefined {
    const cells: string[] = [];
    for (let at = from; ; ) {
      const read = readCell(at);
      if (read === undefined) return undefined;
      cells.push(read.cell);
      at = read.end + 1;
      if (text[read.end] === separator) continue;
      return { cells, end: at };
    }
  }

  const bareLine = (from: number, lineEnd: number): string =>
    text.slice(from, newline === "\n" && text[lineEnd - 1] === "\r" ? Math.max(from, lineEnd - 1) : lineEnd);

  /** The line alone, where a quote opened a cell that goes on over the next rows though the line has all its cells. */
  function withoutQuotes(from: number, cells: readonly string[]): { cells: string[]; end: number } | undefined {
    const isSound = cells.length === width && !isStray;
    if (width === undefined || isSound || !cells.some((cell) => cell.includes(newline))) return undefined;
    const lineEnd = text.indexOf(newline, from);
    const plain = bareLine(from, lineEnd).split(separator);
    return plain.length === width ? { cells: plain, end: lineEnd + 1 } : undefined;
  }

  function* rows(): Generator<CsvRow> {
    let from = 0;
    while (from < text.length) {
      const lineEnd = text.indexOf(newline, from);
      const quote = text.indexOf('"', from);
      // Most lines have no quote at all.
      const isPlain = lineEnd >= 0 && (quote < 0 || quote > lineEnd);
      if (lineEnd < 0 && !isLast) break;
      if (isPlain) {
        yield { cells: bareLine(from, lineEnd).split(separator), line };
        from = lineEnd + 1;
        line++;
        continue;
      }
      isStray = false;
      const read = readRow(from);
      if (read === undefined) break;
      const row = withoutQuotes(from, read.cells) ?? read;
      yield { cells: row.cells, line };
      line += lineBreaks(text, newline, from, Math.min(row.end, text.length));
      from = row.end;
    }
    text = text.slice(from);
    known = { from: Math.max(0, known.from - from), to: Math.max(0, known.to - from) };
  }

  const isFilled = ({ cells }: CsvRow): boolean => cells.some((cell) => cell.trim() !== "");

  return {
    push(more) {
      text += more;
      return [...rows()].filter(isFilled);
    },
    end() {
      isLast = true;
      return [...rows()].filter(isFilled);
    },
    pending: () => text,
  };
}

/** The rows of UTF-8 text, as many at a time as are complete. Rows without anything in them are left out. */
export async function* readCsv(input: AsyncIterable<Buffer>, syntax: CsvSyntax): AsyncGenerator<CsvRow[]> {
  const splitter = createCsvSplitter(syntax);
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of input) {
    const rows = splitter.push(decoder.decode(chunk, { stream: true }));
    if (rows.length > 0) yield rows;
  }
  const rows = [...splitter.push(decoder.decode()), ...splitter.end()];
  if (rows.length > 0) yield rows;
}
