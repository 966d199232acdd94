/** A text with what it says marked at its place: problems and wishes, and the clauses beside them by how they are meant. */
import type { Phrase, Statement } from "../../model/insight.ts";
import { type Html, html } from "./html.ts";

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly show: (text: string) => Html;
}

/** Marks that overlap an earlier one or lie outside are left out. */
function withMarks(text: string, marks: readonly Mark[], start: number, end: number): Html[] {
  const parts: Html[] = [];
  let at = start;
  for (const mark of marks.toSorted((a, b) => a.start - b.start)) {
    if (mark.start < at || mark.end > end || mark.end <= mark.start) continue;
    if (mark.start > at) parts.push(html`${text.slice(at, mark.start)}`);
    parts.push(mark.show(text.slice(mark.start, mark.end)));
    at = mark.end;
  }
  if (at < end) parts.push(html`${text.slice(at, end)}`);
  return parts;
}

const statementMark = ({ start, end, kind, title }: Statement, number?: number): Mark => ({
  start,
  end,
  show: (text) =>
    html`<mark class="tells-${kind}" title="${kind}: ${title}">${text}</mark>${number !== undefined && html`<sup class="number">${number}</sup>`}`,
});

const phraseMark = ({ start, end, polarity, label }: Phrase): Mark => ({
  start,
  end,
  show(text) {
    if (polarity === "neutral" && label === undefined) return html`${text}`;
    return html`<mark class="is-${polarity}" title="${label === undefined ? polarity : `${polarity}: ${label}`}">${text}</mark>`;
  },
});

/** Statements carry their number in the list below the text; clauses are marked where no statement is. */
export function markedText(text: string, statements: readonly Statement[], phrases: readonly Phrase[]): Html[] {
  const told = statements.map((one, at) => statementMark(one, at + 1));
  const beside = phrases.filter((phrase) =>
    statements.every(({ start, end }) => phrase.end <= start || phrase.start >= end),
  );
  return withMarks(text, [...told, ...beside.map(phraseMark)], 0, text.length);
}

/** Characters of the text that are shown around a statement. */
const AROUND = 160;

/** The statement marked in what stands around it, cut at words. */
export function statementInText(text: string, statement: Statement): Html {
  const { start, end } = statement;
  if (start < 0 || end > text.length || end <= start) return html`${text.slice(0, 2 * AROUND)}`;
  const first = start <= AROUND ? 0 : start - AROUND + (/\s/.exec(text.slice(start - AROUND, start))?.index ?? 0) + 1;
  const wanted = end + AROUND;
  const last = wanted >= text.length ? text.length : Math.max(end, text.lastIndexOf(" ", wanted));
  return html`${first > 0 && "… "}${withMarks(text, [statementMark(statement)], first, last)}${last < text.length && " …"}`;
}
