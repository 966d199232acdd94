/**
 * Other languages, without a translator: what the denoiser keeps and what is understood of invented sentences. Those in
 * tools/evaluate/languages are plain ones, written before the lexicons by the same hand; every second one of the harder ones in
 * tools/train/statements/authored is by another hand and was left alone when the lexicons grew. Those in languages/typed are short
 * reviews as people type them, without accents, abbreviated and with slang, written before the lexicons were looked at. So are those in
 * languages/phone, in dialects and over ten domains; every second one of them was left alone when rules and lexicons grew.
 */
import { readFileSync } from "node:fs";
import { failureFamilies } from "../../../src/clustering/failure-families.ts";
import { readConfig } from "../../../src/config.ts";
import type { Enriched } from "../../../src/enrichment/enriched.ts";
import { type Enrichment, openEnrichment } from "../../../src/enrichment/enrichment.ts";
import { glossedLanguages } from "../../../src/text/gloss/gloss.ts";
import { noiseSettings } from "../../../src/text/noise/judge.ts";
import { share } from "../measures.ts";
import type { Row, Task } from "../task.ts";

interface Sentence {
  /** A kind of failure, or `wish`, `praise`, `question`, `neutral`, `other`, `nothing`. */
  readonly label: string;
  readonly text: string;
}

interface ReadSentence extends Sentence {
  readonly isDropped: boolean;
  readonly enriched: Enriched | undefined;
}

const noProblems: ReadonlySet<string> = new Set(["wish", "praise", "question", "neutral", "other", "nothing"]);
const isProblem = ({ label }: Sentence): boolean => !noProblems.has(label);

/** On the plain sentences, in each language; some hundredths below what was first reached. */
const floors: Readonly<Record<string, number>> = {
  "problems seen": 0.92,
  "failure family": 0.82,
  "wishes seen": 0.8,
  polarity: 0.9,
  "said something, kept": 0.94,
  "says nothing, dropped": 0.8,
};

/** On those as people type them: 23 problems and 4 wishes of each language. */
const typedFloors: Readonly<Record<string, number>> = { "problems seen": 0.9, "failure family": 0.72 };

/** On every second one of those from phones: 50 problems and 8 wishes of each language. */
const phoneFloors: Readonly<Record<string, number>> = { "problems seen": 0.92, "failure family": 0.68 };

const readSentences = (path: string): Sentence[] =>
  readFileSync(new URL(path, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [label = "", text = ""] = line.split("\t");
      return { label, text: text.replace(/[[\]]/g, "") };
    });

/** Failures that only words tell, under the kind that the labels of the sentences have for them. */
const labelled: Readonly<Record<string, string>> = {
  "codes-missing": "cannot-sign-up",
  "keeps-disconnecting": "does-not-connect",
  "stays-pending": "payment-fails",
};

function familyOf(failure: string): string {
  const name = labelled[failure] ?? failure;
  return String(failureFamilies.find((family) => family.includes(name)) ?? name);
}

const tells = ({ enriched }: ReadSentence, kind: "problem" | "wish"): boolean =>
  enriched?.statements.some((one) => one.kind === kind) === true;

function isOfFamily({ label, enriched }: ReadSentence): boolean {
  const failure = enriched?.statements.find(({ kind }) => kind === "problem")?.failure;
  return failure !== undefined && familyOf(failure) === familyOf(label);
}

function isMeantSo(sentence: ReadSentence): boolean {
  return sentence.enriched?.attributes.sentiment === (sentence.label === "praise" ? "positive" : "negative");
}

function rowsOf(dataset: string, sentences: readonly ReadSentence[], floor: Readonly<Record<string, number>>): Row[] {
  const of = (...labels: readonly string[]) => sentences.filter(({ label }) => labels.includes(label));
  const problems = sentences.filter(isProblem);
  const figures: Readonly<Record<string, number>> = {
    "problems seen": share(problems, (one) => tells(one, "problem")),
    "failure family": share(problems, isOfFamily),
    "wishes seen": share(of("wish"), (one) => tells(one, "wish")),
    "no problem where none is": share(of("praise", "neutral", "nothing"), (one) => !tells(one, "problem")),
    polarity: share([...problems, ...of("praise")], isMeantSo),
    "said something, kept": share([...problems, ...of("wish", "question")], ({ isDropped }) => !isDropped),
    "says nothing, dropped": share(of("nothing"), ({ isDropped }) => isDropped),
  };
  return Object.entries(figures)
    .filter(([, figure]) => !Number.isNaN(figure))
    .map(([metric, figure]) => ({
      ...{ task: "languages", dataset, metric, figure },
      ...(floor[metric] === undefined ? {} : { floor: floor[metric] }),
    }));
}

function createReader(enrichment: Enrichment): (sentence: Sentence) => ReadSentence {
  const denoise = enrichment.denoiser(noiseSettings(readConfig({})));
  const router = enrichment.router(undefined);
  return (sentence) => {
    const { text, lang, untranslated, drop } = denoise({ text: sentence.text, title: "" });
    const enriched =
      drop === undefined ? enrichment.enrich({ text, title: "", lang, untranslated }, router) : undefined;
    return { ...sentence, isDropped: drop !== undefined, enriched };
  };
}

export const task: Task = {
  name: "languages",
  async run({ slice = false }) {
    const read = createReader(await openEnrichment());
    return glossedLanguages.flatMap((language) => {
      const plain = readSentences(`../languages/${language}.tsv`).map(read);
      const typed = readSentences(`../languages/typed/${language}.tsv`).map(read);
      const phone = readSentences(`../languages/phone/${language}.tsv`).filter((_, at) => at % 2 === 1);
      const rows = [
        ...rowsOf(`${language}, plain`, plain, floors),
        ...rowsOf(`${language}, as typed`, typed, typedFloors),
        ...rowsOf(`${language}, on a phone`, phone.map(read), phoneFloors),
      ];
      if (slice) return rows;
      const authored = readSentences(`../../train/statements/authored/lang-${language}.tsv`);
      const kept = authored.filter((_, at) => at % 2 === 1).map(read);
      return [...rows, ...rowsOf(`${language}, by another hand`, kept, {})];
    });
  },
};
