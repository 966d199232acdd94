/**
 * Suggests an app model from a description, to be edited by a person: a first-order label for each theme of the
 * description and each general label, with sample sentences. No language model; the same description gives the same model.
 */
import type { AppModel } from "../../model/app-model.ts";
import { dot } from "../../numeric/dot.ts";
import type { Embedder } from "../embedding/embedder.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { builtInAppModel } from "./built-in.ts";
import { plainName } from "./samples.ts";
import { type GeneralLabel, resolveGeneralLabels } from "./suggest/general-labels.ts";
import { groupThemes } from "./suggest/groups.ts";
import { createWithoutNames } from "./suggest/names.ts";
import { findThemes, type Theme } from "./suggest/themes.ts";
import { writeUtterances } from "./suggest/utterances.ts";

export interface AppDescription {
  readonly name: string;
  readonly app_id?: string | undefined;
  /** What the app does: themes one by one, or a whole store page. */
  readonly description: readonly string[];
  /** First-order labels that are wanted in any case. */
  readonly general_labels: readonly string[];
}

const PREFIX = "Issues related to";
const LEAST_FIRST_ORDER = 3;
/** Sentences a label; fewer when there are many labels, so that routing stays quick. */
const SENTENCES = 14;
const FEWER_SENTENCES = 10;
const MANY_THEMES = 60;
/** A theme this near to a general label is that label. */
const SAME_AS_GENERAL = 0.8;
/** Limits of an app model. */
const LONGEST_LABEL = 300;
const LONGEST_ENTRY = 2_000;
const MOST_ENTRIES = 500;
const MOST_GENERAL = 200;

/** When there is too little to go on. */
const fallbackLabels = ["Bug reports", "Feature requests", "Customer support"];

interface FirstOrder {
  readonly name: string;
  readonly labels: readonly { readonly name: string; readonly utterances: readonly string[] }[];
}

/** At least 3 first-order labels; at least 10 different sentences for every second-order label, whose names are unique. */
export function suggestAppModel(about: AppDescription, embedder: Embedder, vocabulary: Vocabulary): AppModel {
  const general = distinct(about.general_labels).slice(0, MOST_GENERAL);
  const found = unnamed(findThemes(about.description, about.name), about.description, vocabulary);
  const themes = withoutGeneral(found, general, embedder);
  const groups = groupThemes(
    themes,
    themes.map(({ title }) => embedder.embed(title).slice()),
  );
  const missing = LEAST_FIRST_ORDER - groups.length - general.length;
  const spare = missing > 0 ? fallbackLabels.filter((label) => !has(general, label)).slice(0, missing) : [];
  const taken = new Set<string>();
  const wanted = themes.length > MANY_THEMES ? FEWER_SENTENCES : SENTENCES;
  const resolved = resolveGeneralLabels([...general, ...spare], builtInAppModel, embedder);
  for (const { labels } of resolved)
    for (const { utterances } of labels) for (const said of utterances) taken.add(said.toLowerCase());
  const ofThemes = groups.map(({ name, themes: own }) => ({
    name: titled(name),
    labels: own.map(({ title, text }) => ({
      name: titled(title),
      utterances: writeUtterances(title, text, wanted, taken),
    })),
  }));
  const ofGeneral = resolved.map((label) => completed(label, wanted, taken));
  const firsts = uniqueNames([...ofThemes, ...ofGeneral]);
  return {
    name: about.name,
    app_id: about.app_id,
    description_list: descriptionList(about.description, themes),
    first_order_labels: firsts.map(({ name, labels }) => ({
      name,
      second_order_labels: labels.map((label) => label.name),
    })),
    generated_qrys_for_sec_labels: Object.fromEntries(
      firsts.flatMap(({ labels }) => labels.map(({ name, utterances }) => [name, [...utterances]])),
    ),
  };
}

/** "Issues related to …", unless the theme says so already. */
function titled(theme: string): string {
  return /^issues? related to\b/iu.test(theme) ? theme : `${PREFIX} ${theme}`.slice(0, LONGEST_LABEL).trim();
}

function distinct(labels: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const label of labels) {
    const name = label.trim().slice(0, LONGEST_LABEL).trim();
    if (name !== "" && !seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), name);
  }
  return [...seen.values()];
}

const has = (labels: readonly string[], wanted: string): boolean =>
  labels.some((label) => label.toLowerCase() === wanted.toLowerCase());

/** No label is called after another product. What that leaves of two themes may be the same. */
function unnamed(themes: readonly Theme[], description: readonly string[], vocabulary: Vocabulary): Theme[] {
  const withoutNames = createWithoutNames(description, vocabulary);
  const kept = new Map<string, Theme>();
  for (const theme of themes) {
    const left = withoutNames(theme);
    const key = left?.title.toLowerCase() ?? "";
    if (left !== undefined && !kept.has(key)) kept.set(key, left);
  }
  return [...kept.values()];
}

function withoutGeneral(themes: readonly Theme[], general: readonly string[], embedder: Embedder): Theme[] {
  const vectors = general.map((label) => embedder.embed(plainName(label)).slice());
  return themes.filter(({ title }) => {
    const own = embedder.embed(title).slice();
    return !has(general, title) && !vectors.some((vector) => dot(own, vector) >= SAME_AS_GENERAL);
  });
}

/** A general label like none of the built-in ones gets sentences made from its name. */
function completed({ name, labels }: GeneralLabel, wanted: number, taken: Set<string>): FirstOrder {
  if (labels.length > 0) return { name, labels };
  const topic = plainName(name).replace(
    /\s+(?:issues?|problems?|complaints?|errors?|feedback|questions?|reports?)$/iu,
    "",
  );
  return { name, labels: [{ name, utterances: writeUtterances(plainName(name), topic, wanted, taken) }] };
}

/** First-order labels and second-order labels each have different names; a repeated one gets a number. */
function uniqueNames(firsts: readonly FirstOrder[]): FirstOrder[] {
  const firstNames = new Set<string>();
  // No JSON reader takes this one as a key.
  const secondNames = new Set<string>(["__proto__"]);
  return firsts.map(({ name, labels }) => ({
    name: numbered(name, firstNames),
    labels: labels.map((label) => ({ ...label, name: numbered(label.name, secondNames) })),
  }));
}

function numbered(name: string, taken: Set<string>): string {
  let unique = name;
  for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${name.slice(0, LONGEST_LABEL - 6)} (${n})`;
  taken.add(unique.toLowerCase());
  return unique;
}

/** The description as it was given; a text too long for an entry as its themes. */
function descriptionList(description: readonly string[], themes: readonly Theme[]): string[] {
  const entries = description.map((entry) => entry.trim()).filter((entry) => entry !== "");
  const fits = entries.every((entry) => entry.length <= LONGEST_ENTRY);
  return (fits ? entries : themes.map(({ title }) => title)).slice(0, MOST_ENTRIES);
}
