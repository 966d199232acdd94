/** General labels that a person asked for: those that resemble built-in ones take over their sample sentences. */
// cspell:ignore ellaneous uncategori
import type { AppModel } from "../../../model/app-model.ts";
import { dot } from "../../../numeric/dot.ts";
import type { Embedder } from "../../embedding/embedder.ts";
import { searchWords } from "../../words.ts";
import { plainName } from "../samples.ts";

export interface GeneralLabel {
  readonly name: string;
  /** second-order labels with their sample sentences; none: sentences must be written for the name */
  readonly labels: readonly { readonly name: string; readonly utterances: readonly string[] }[];
}

/** Cosine of two names from which they mean the same. */
const RESEMBLES = 0.45;
/** A first-order label with a word in common is taken although one of its own is nearer by this much: "Support". */
const BROADER = 0.1;

/** Labels about nothing in particular: sentences made of their names would draw everything. */
const vague: readonly { readonly names: RegExp; readonly utterances: readonly string[] }[] = [
  {
    names:
      /^(?:others?|misc(?:ellaneous)?|general|none|various|unknown|uncategori[sz]ed)(?: (?:issues?|problems?|feedback|topics?))?$/iu,
    utterances: [
      "nothing special to mention",
      "just leaving a comment here",
      "this is about something else entirely",
      "no particular reason for my rating",
      "I don't know what to write",
      "a few other things came up",
      "I will change my rating later",
      "hard to say what it is",
      "it is what it is",
      "so so, nothing more to add",
    ],
  },
  {
    names: /^(?:praise|positive(?: feedback| reviews?)?|compliments?|appreciation|happy (?:customers?|users?))$/iu,
    utterances: [
      "I love it",
      "great app, well done",
      "works perfectly for me",
      "very useful and easy to use",
      "highly recommended to everybody",
      "best one I have tried so far",
      "thank you to the developers",
      "does exactly what it promises",
      "five stars, keep it up",
      "makes my life so much easier",
    ],
  },
];

interface Known {
  readonly vector: Float32Array;
  readonly first: string;
  /** undefined: the first-order label itself */
  readonly second?: string;
}

/** One for each name, in order; a built-in label is taken over once. */
export function resolveGeneralLabels(names: readonly string[], builtIn: AppModel, embedder: Embedder): GeneralLabel[] {
  const known = namesOf(builtIn, embedder);
  const matches = names.map((name) => (vagueUtterances(name) ? undefined : bestMatch(name, known, embedder)));
  // A second-order label that was asked for by name isn't also part of its first-order label.
  const taken = new Set(matches.flatMap((match) => (match?.second === undefined ? [] : [match.second])));
  const used = new Set<string>();
  return names.map((name, at) => {
    const match = matches[at];
    const own = vagueUtterances(name);
    if (own) return { name, labels: [{ name, utterances: own }] };
    const key = match === undefined ? undefined : (match.second ?? match.first);
    if (match === undefined || used.has(key!)) return { name, labels: [] };
    used.add(key!);
    const utterances = (second: string): string[] => builtIn.generated_qrys_for_sec_labels[second] ?? [];
    if (match.second !== undefined) return { name, labels: [{ name, utterances: utterances(match.second) }] };
    const seconds = builtIn.first_order_labels.find(({ name: first }) => first === match.first)!.second_order_labels;
    const free = seconds.filter((second) => !taken.has(second));
    return { name, labels: free.map((second) => ({ name: second, utterances: utterances(second) })) };
  });
}

const vagueUtterances = (name: string): readonly string[] | undefined =>
  vague.find(({ names }) => names.test(plainName(name)))?.utterances;

function namesOf(model: AppModel, embedder: Embedder): Known[] {
  return model.first_order_labels.flatMap(({ name: first, second_order_labels }) => [
    { vector: embedder.embed(first).slice(), first },
    ...second_order_labels.map((second) => ({ vector: embedder.embed(second).slice(), first, second })),
  ]);
}

function bestMatch(name: string, known: readonly Known[], embedder: Embedder): Known | undefined {
  const vector = embedder.embed(plainName(name)).slice();
  const scores = known.map((label) => dot(vector, label.vector));
  const top = Math.max(...scores);
  if (top < RESEMBLES) return undefined;
  const best = known[scores.indexOf(top)]!;
  const parent = known.findIndex(({ first, second }) => first === best.first && second === undefined);
  const isBroader = scores[parent]! >= Math.max(RESEMBLES, top - BROADER) && shareWord(name, best.first);
  return isBroader ? known[parent] : best;
}

function shareWord(one: string, other: string): boolean {
  const words = new Set(searchWords(one));
  return searchWords(other).some((word) => word.length > 3 && words.has(word));
}
