/**
 * Reads the statements of a text: each distinct problem or wish that it tells, by its smallest telling span. What the text
 * is as a whole and what its pieces say are read by one network; where the two disagree, the surer one wins.
 */

import type { Embedder, Pieces } from "../embedding/embedder.ts";
import { evidenceOf, LITTLE_EVIDENCE } from "./evidence.ts";
import { CLEAR_PART, isShort, jointAt, leastShare, PRAISED } from "./joints.ts";
import {
  MOST_PIECES as MOST_READ,
  notFailures,
  type PieceReading,
  type StatementNetwork,
  type TextReading,
} from "./network.ts";
import { objectOf } from "./object-span.ts";
import { heededFailures } from "./plain-failures.ts";
import { FEWEST_PIECES, goesOn, runsOf, type Run as Stretch } from "./runs.ts";
import { trimSpan, wordCount } from "./span.ts";
import { isWell } from "./well.ts";

export interface Span {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

export interface ReadStatement extends Span {
  readonly kind: "problem" | "wish";
  /** How it fails, the likeliest first: of the classes of the network, those that matter. */
  readonly failures: readonly { readonly name: string; readonly share: number }[];
  /** What fails, or what is wished for. */
  readonly object?: Span;
  /** The clause around it, where it begins or ends within one: what a reader is shown. What it tells is compared without. */
  readonly whole?: Span;
  /** Mean probability of its pieces to be of its kind. */
  readonly sureness: number;
  /** Of a problem of several: how much speaks for it, as the log-odds that it matters. */
  readonly evidence?: number;
}

/** The same statement in a text in which that one begins at `by`. */
export const movedBy = ({ object, ...one }: ReadStatement, by: number): ReadStatement => ({
  ...one,
  ...{ start: one.start + by, end: one.end + by },
  ...(object && { object: { start: object.start + by, end: object.end + by } }),
});

export interface StatementReading extends TextReading {
  readonly statements: readonly ReadStatement[];
  /** It wants to know something. */
  readonly asks?: boolean;
}

export interface StatementInput {
  readonly text: string;
  /** 1 to 5; 0 when none were given. */
  readonly stars: number;
}

export type StatementReader = (input: StatementInput) => StatementReading;

/** From these probabilities on the text as a whole tells a problem, or a wish. */
export const HAS_PROBLEM = 0.5;
export const HAS_WISH = 0.4;
/** Pieces that are this sure outweigh a text that is not: unless it is sure of the opposite. */
const SURE_PIECE = 0.85;
const DOUBTFUL_TEXT = 0.2;
/** A span is classed by failures until so much of its probability is told. */
const TOLD_SHARE = 0.9;
const MOST_FAILURES = 6;
const MOST_STATEMENTS = 20;
/** A lone word is a statement only when it is this sure. */
const SURE_WORD = 0.75;

/** Longer runs are nobody's two clauses, and would take long to try. */
const MOST_PIECES = 120;
/** With what speaks for it, of a problem of several. */
interface Run extends Stretch {
  readonly evidence?: number;
}

export function createStatementReader(network: StatementNetwork, embedder: Embedder): StatementReader {
  const { classes } = network;
  const failing = [...classes.keys()].filter((at) => !notFailures.has(classes[at]!));
  const others = [...classes.keys()].filter((at) => notFailures.has(classes[at]!));
  /** Of the text that is read: a run is classed to part it, to weigh it and to describe it. */
  const classed = new Map<number, Float32Array>();

  function classify({ from, to }: Run): Float32Array {
    const key = from * (MOST_READ + 1) + to;
    const known = classed.get(key) ?? network.classify(from, to);
    classed.set(key, known);
    return known;
  }

  const sorted = new Int32Array(failing.length);
  /** The failures, the likeliest first, and of equals the first; until the next ones are sorted. */
  function sortByLikelihood(probabilities: Float32Array): Int32Array {
    for (let count = 0; count < failing.length; count++) {
      const own = probabilities[failing[count]!]!;
      let place = count;
      for (; place > 0 && probabilities[sorted[place - 1]!]! < own; place--) sorted[place] = sorted[place - 1]!;
      sorted[place] = failing[count]!;
    }
    return sorted;
  }

  function failuresOf(run: Run): ReadStatement["failures"] {
    const probabilities = classify(run);
    const named = sortByLikelihood(probabilities);
    let all = 0;
    for (let place = 0; place < named.length; place++) all += probabilities[named[place]!]!;
    const kept: { name: string; share: number }[] = [];
    let told = 0;
    for (const at of named) {
      if (told >= TOLD_SHARE || kept.length === MOST_FAILURES) break;
      const share = probabilities[at]! / all;
      told += share;
      kept.push({ name: classes[at]!, share });
    }
    return kept;
  }

  /** Two clauses that fail in different ways are two statements: "it logs me out and support is slow". */
  function parted(text: string, pieces: Pieces, run: Run, isAll: boolean): Run[] {
    const length = run.to - run.from;
    if (run.isWish || length > MOST_PIECES) return [run];
    for (let at = run.from + FEWEST_PIECES; at + FEWEST_PIECES < run.to; at++) {
      const joint = jointAt(text, pieces, at);
      if (joint === undefined || goesOn(text, pieces, at)) continue;
      const [before, after] = [
        { ...run, to: at },
        { ...run, from: joint === "sentence" ? at : at + 1 },
      ];
      const [one] = failuresOf(before);
      const [other] = failuresOf(after);
      const clear = one === undefined || other === undefined ? 0 : Math.min(one.share, other.share);
      if (clear < leastShare(joint, isAll) || one!.name === other!.name) continue;
      // Praise is no problem of its own, however it is read.
      const said = [before, after].map(({ from, to }) => text.slice(pieces.starts[from]!, pieces.ends[to - 1]!));
      if (clear >= CLEAR_PART || !said.some((part) => PRAISED.test(part) && isWell(part)))
        return [before, ...parted(text, pieces, after, isAll)];
    }
    return [run];
  }

  function evidence(reading: PieceReading, run: Run): number {
    const probabilities = classify(run);
    return evidenceOf({
      ...run,
      pieces: reading.count,
      failing: 1 - others.reduce((sum, at) => sum + probabilities[at]!, 0),
      surest: failing.reduce((top, at) => Math.max(top, probabilities[at]!), 0),
      object: mean(reading.object, run.from, run.to),
    });
  }

  /** Without the problems that little speaks for; the best one of a text stays. */
  function borneOut(reading: PieceReading, runs: readonly Run[]): readonly Run[] {
    const problems = runs.filter(({ isWish }) => !isWish);
    if (problems.length < 2) return runs;
    const weighed = runs.map((run) => (run.isWish ? run : { ...run, evidence: evidence(reading, run) }));
    const least = Math.min(LITTLE_EVIDENCE, Math.max(...weighed.flatMap((run) => run.evidence ?? [])));
    return weighed.filter((run) => (run.evidence ?? least) >= least);
  }

  /** `clear`: where the statement before ends. */
  function describe(
    text: string,
    pieces: Pieces,
    reading: PieceReading,
    run: Run,
    clear: number,
  ): ReadStatement | undefined {
    const span = trimSpan(text, Math.max(clear, pieces.starts[run.from]!), pieces.ends[run.to - 1]!);
    if (span === undefined) return undefined;
    const likeness = run.isWish ? reading.wish : reading.problem;
    const sureness = mean(likeness, run.from, run.to);
    if (wordCount(text.slice(span.start, span.end)) < 2 && sureness < SURE_WORD) return undefined;
    const inside = run.isWish ? reading.core : reading.object;
    const object = objectOf(text, pieces, inside, run, run.isWish);
    return {
      ...span,
      kind: run.isWish ? "wish" : "problem",
      failures: run.isWish ? failuresOf(run) : heededFailures(text.slice(span.start, span.end), failuresOf(run)),
      ...(object === undefined || object.start < span.start || object.end > span.end ? {} : { object }),
      sureness,
      ...(run.evidence === undefined ? {} : { evidence: run.evidence }),
    };
  }

  return ({ text, stars }) => {
    const pieces = embedder.pieces(text);
    const reading = network.read(pieces.ids);
    classed.clear();
    const gist = network.judge(stars);
    if (reading.count === 0) return { ...gist, statements: [] };
    const tells = {
      problem: isTold(gist.problem, HAS_PROBLEM, reading.problem),
      wish: isTold(gist.request, HAS_WISH, reading.wish),
    };
    const runs = runsOf(text, pieces, reading, tells);
    const statements: ReadStatement[] = [];
    const told = runs.filter(({ from, to }) => to > from);
    const parts = told.flatMap((run) => parted(text, pieces, run, told.length === 1 && isShort(pieces.ids.length)));
    for (const run of borneOut(reading, parts).toSorted((a, b) => a.from - b.from)) {
      if (statements.length === MOST_STATEMENTS) break;
      const statement = describe(text, pieces, reading, run, statements.at(-1)?.end ?? 0);
      if (statement !== undefined) statements.push(statement);
    }
    return { ...gist, statements };
  };
}

const mean = (values: Float32Array, from: number, to: number): number => {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at]!;
  return sum / (to - from);
};

function isTold(text: number, least: number, pieces: Float32Array): boolean {
  if (text >= least) return true;
  return text >= DOUBTFUL_TEXT && pieces.some((value) => value >= SURE_PIECE);
}
