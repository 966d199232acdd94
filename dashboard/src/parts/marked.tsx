/** A text with what it says marked at its place: problems and wishes, and the clauses beside them by how they are meant. */
import type { ComponentChildren } from "preact";
import type { Phrase, Statement } from "../../../src/model/insight.ts";
import { cutAtMarks, type Place } from "../marks.ts";
import { named } from "./small.tsx";

export interface Mark extends Place {
  readonly show: (text: string) => ComponentChildren;
}

/** All of the text, with the marks that fit. */
export const withMarks = (text: string, marks: readonly Mark[]): ComponentChildren[] =>
  cutAtMarks(text, marks).map(({ text: part, mark }) => (mark === undefined ? part : mark.show(part)));

const statementMark = ({ start, end, kind, title }: Statement, number: number): Mark => ({
  start,
  end,
  show: (text) => (
    <>
      <mark class={`tells-${kind}`} title={`${named("kind", kind)}: ${title}`}>
        {text}
      </mark>
      <sup class="mark-number">{number}</sup>
    </>
  ),
});

const phraseMark = ({ start, end, polarity, label }: Phrase): Mark => ({
  start,
  end,
  show: (text) =>
    polarity === "neutral" && label === undefined ? (
      text
    ) : (
      <mark class={`is-${polarity}`} title={[named("sentiment", polarity), label].filter(Boolean).join(": ")}>
        {text}
      </mark>
    ),
});

/** Statements carry their number in the list below the text; clauses are marked where no statement is. */
export function marksOf(statements: readonly Statement[], phrases: readonly Phrase[]): Mark[] {
  const told = statements.map((one, at) => statementMark(one, at + 1));
  const beside = phrases.filter((phrase) =>
    statements.every(({ start, end }) => phrase.end <= start || phrase.start >= end),
  );
  return [...told, ...beside.map(phraseMark)];
}

interface MarkedTextProps {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly phrases: readonly Phrase[];
}

export const MarkedText = ({ text, statements, phrases }: MarkedTextProps) => (
  <bdi dir="auto">{withMarks(text, marksOf(statements, phrases))}</bdi>
);
