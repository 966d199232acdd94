/** Finding the field that a name stands for. */
import { englishNames, type Field, fields } from "./names.ts";
import { otherLanguages } from "./other-languages.ts";
import { type Provider, providers } from "./providers.ts";

const MOST_REMEMBERED = 10_000;
const LONGEST_REMEMBERED = 100;
const folded = new Map<string, string>();

/** Letters and digits of any script, in lower case, without accents; a lone `#` is a name too. */
export function foldName(name: string): string {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const plain = name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .normalize("NFC")
    .toLowerCase();
  const answer = plain === "" && name.trim() === "#" ? "#" : plain;
  if (folded.size >= MOST_REMEMBERED) folded.clear();
  if (name.length <= LONGEST_REMEMBERED) folded.set(name, answer);
  return answer;
}

/** How likely a name stands for a field: 0 is the likeliest. */
export interface Meaning {
  readonly field: Field;
  readonly rank: number;
}

type Table = ReadonlyMap<string, readonly Meaning[]>;

/** Names of other languages come after all English ones. */
const LATER = 1_000;

function tableOf(inAllLanguages: boolean): Table {
  const table = new Map<string, Meaning[]>();
  const add = (field: Field, names: readonly string[], from: number): void => {
    for (const [index, name] of names.entries()) {
      const key = foldName(name);
      const meanings = table.get(key) ?? [];
      table.set(key, meanings);
      if (!meanings.some((one) => one.field === field)) meanings.push({ field, rank: from + index });
    }
  };
  for (const field of fields) add(field, englishNames[field], 0);
  if (inAllLanguages) {
    for (const language of otherLanguages) {
      for (const [field, names] of Object.entries(language)) add(field as Field, names, LATER);
    }
  }
  return table;
}

const english = tableOf(false);
const everyLanguage = tableOf(true);

/** A name that leads into nested JSON, folded: its steps below the outer name, and all of it. */
export interface NestedName {
  readonly steps: readonly string[];
  readonly whole: string;
}

/** Nested names of the table: the folded outer name → what may lie within. */
export const nestedNames: ReadonlyMap<string, readonly NestedName[]> = (() => {
  const nested = new Map<string, NestedName[]>();
  for (const name of fields.flatMap((field) => englishNames[field])) {
    const [outer, ...steps] = name.split(".").map(foldName);
    if (steps.length === 0) continue;
    const list = nested.get(outer!) ?? [];
    nested.set(outer!, list);
    list.push({ steps, whole: foldName(name) });
  }
  return nested;
})();

/** The provider whose names these are (folded). */
export const providerOf = (names: ReadonlySet<string>): Provider | undefined =>
  providers.find(({ toldBy }) => toldBy.some((all) => all.every((name) => names.has(name))));

/** What a folded name may stand for; what the provider says goes before the table. */
export function meaningsOf(name: string, provider: Provider | undefined, inAllLanguages: boolean): readonly Meaning[] {
  const general = (inAllLanguages ? everyLanguage : english).get(name) ?? [];
  if (provider?.fields === undefined) return general;
  const own: Meaning[] = [];
  for (const [field, names] of Object.entries(provider.fields)) {
    const rank = names.indexOf(name);
    if (rank >= 0) own.push({ field: field as Field, rank });
  }
  return [...own, ...general.filter(({ field }) => provider.fields?.[field] === undefined)];
}
