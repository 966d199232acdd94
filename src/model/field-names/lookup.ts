/** Finding the field that a name stands for. */
import { englishNames, type Field, fields } from "./names.ts";
import { otherLanguages } from "./other-languages.ts";
import { type Provider, providers } from "./providers.ts";

const MOST_REMEMBERED = 10_000;
const LONGEST_REMEMBERED = 100;
const folded = new Map<string, string>();

/** Letters and digits of any script, in lower case, without accents; a `#` is a number, and alone a name. */
export function foldName(name: string): string {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const plain = name
    .replaceAll("#", "number")
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .normalize("NFC")
    .toLowerCase();
  const answer = name.trim() === "#" ? "#" : plain;
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
/** And after those what is named only together with what it belongs to: `comment_score`, `Ticket created`. */
export const PREFIXED = 2_000;
const PREFIX =
  /^(?:review|comment|post|tweet|ticket|message|feedback|response|conversation|case|rating|survey)(?=\p{L})/u;
/** What such a name may still be; of texts and people only names that nobody gives to a reply, a survey or a team. */
const MAY_BE_PREFIXED: Readonly<Partial<Record<Field, RegExp>>> = {
  id: /^(?:id|uuid|number|key)$/,
  date: /./,
  updated_at: /./,
  stars: /^(?!nps)/,
  text: /^(?:text|body|content|contents|comment|comments|message|description|details|raw|verbatim|fulltext|bodytext)$/,
  title: /^(?:title|subject|headline|summary)$/,
  person:
    /^(?:author|authorname|user|username|reviewer|customer|customername|nickname|displayname|requester|writtenby|postedby)$/,
  likes: /./,
  url: /./,
};

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

/** What columns say of their values behind their names: `Rating (1-5)`, `Date [UTC]`, `Name (optional)`. */
const REMARK = /\s*(?:\([^()]*\)|\[[^[\]]*\]|（[^（）]*）)\s*\*?\s*$/u;

/** What the name of a column may stand for, as it is or without a remark in brackets. */
export function meaningsOfColumn(name: string, provider?: Provider): readonly Meaning[] {
  const meanings = meaningsOf(foldName(name), provider, true);
  const bare = name.replace(REMARK, "");
  return meanings.length > 0 || bare === name ? meanings : meaningsOf(foldName(bare), provider, true);
}

/** A response may be an owner's reply. */
const OF_REPLIES: ReadonlySet<Field> = new Set(["text", "title", "person"]);

/** What a name says behind the noun that it begins with. */
function prefixed(name: string, provider: Provider | undefined): readonly Meaning[] {
  const rest = name.replace(PREFIX, "");
  if (rest === name) return [];
  const isReply = name.startsWith("response");
  return known(rest, provider, false)
    .filter(({ field }) => MAY_BE_PREFIXED[field]?.test(rest) && !(isReply && OF_REPLIES.has(field)))
    .map(({ field, rank }) => ({ field, rank: PREFIXED + rank }));
}

/** What a folded name may stand for; what the provider says goes before the table. */
export function meaningsOf(name: string, provider: Provider | undefined, inAllLanguages: boolean): readonly Meaning[] {
  const meanings = known(name, provider, inAllLanguages);
  return meanings.length > 0 ? meanings : prefixed(name, provider);
}

function known(name: string, provider: Provider | undefined, inAllLanguages: boolean): readonly Meaning[] {
  const general = (inAllLanguages ? everyLanguage : english).get(name) ?? [];
  if (provider?.fields === undefined) return general;
  const own: Meaning[] = [];
  for (const [field, names] of Object.entries(provider.fields)) {
    const rank = names.indexOf(name);
    if (rank >= 0) own.push({ field: field as Field, rank });
  }
  return [...own, ...general.filter(({ field }) => provider.fields?.[field] === undefined)];
}
