/** How what was dropped or rejected is found by words: those of its text, of its reason and of what was wrong with it. */
import type { Rejection } from "../model/rejection.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Filter, Store, Write } from "../store/store.ts";
import { won } from "../store/written.ts";
import { readSearchQuery, type SearchQuery } from "../text/search-query.ts";
import { searchWords } from "../text/words.ts";

/** Characters of a rejection that are searched. */
const SEARCHED = 4_000;
/** Of what is said of why: the text comes behind it. */
const OF_ERRORS = 1_000;
/** As deep as a record may be. */
const DEEPEST = 32;
/** More words than anybody types; each costs the index a look. */
const MAX_WORDS = 50;

function* textsIn(value: unknown, depth = 0): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null && depth < DEEPEST)
    for (const child of Object.values(value)) yield* textsIn(child, depth + 1);
}

/** What a page shows of it: title and text, else all that is text in it. */
function* shownTexts(record: unknown): Generator<string> {
  const { title, text } = (record ?? {}) as { readonly title?: unknown; readonly text?: unknown };
  const own = [title, text].filter((part) => typeof part === "string" && part !== "") as string[];
  yield* own.length > 0 ? own : textsIn(record);
}

function wordsOf({ reason, errors, record }: Rejection): string[] {
  let said = errors.map(({ field, message }) => `${field} ${message}`).join(" ");
  said = `${reason} ${said.slice(0, OF_ERRORS)}`;
  for (const text of shownTexts(record)) {
    if (said.length >= SEARCHED) break;
    said += ` ${text.slice(0, SEARCHED)}`;
  }
  return searchWords(said.slice(0, SEARCHED));
}

/** Writing a rejection as it is found later. */
export const rejectionWrite = (
  op: "create" | "put",
  doc: Rejection,
): Write<Rejection> & { readonly doc: Rejection } => ({
  op,
  id: doc.id,
  doc,
  search: wordsOf(doc).join(" "),
});

/** What the store is asked for besides fields; undefined when nothing can match: a search for words that holds none. */
export function rejectionWords(
  q: string | undefined,
): Pick<Filter<"rejections">, "words" | "phrases" | "without"> | undefined {
  if (q === undefined) return {};
  const sought = readSearchQuery(q, MAX_WORDS);
  return Object.values(sought).every((list) => list.length === 0) ? undefined : sought;
}

const holds = (words: readonly string[], phrase: readonly string[]): boolean =>
  words.some((_, at) => phrase.every((word, place) => words[at + place] === word));

/** As the store's index answers it, of one that is read in any case. */
export function isFound(
  rejection: Rejection,
  { words = [], phrases = [], without = [] }: Partial<SearchQuery>,
): boolean {
  const own = wordsOf(rejection);
  const known = new Set(own);
  return (
    words.every((word) => known.has(word)) &&
    phrases.every((phrase) => holds(own, phrase)) &&
    !without.some((phrase) => holds(own, phrase))
  );
}

const PAGE_SIZE = 200;
const DONE = "rejection-words";

/**
 * Gives what an earlier version kept the words that it is found by: once for each tenant. Answers how many got theirs; one
 * that somebody else writes meanwhile keeps none, and is found by everything else.
 */
export async function addRejectionWords(store: Store, tenant: TenantId, signal: AbortSignal): Promise<number> {
  if ((await store.get(tenant, "progress", DONE)) !== undefined) return 0;
  let [added, page]: [number, Write<Rejection>[]] = [0, []];
  const write = async (): Promise<void> => {
    added += (await store.write(tenant, "rejections", page)).filter(won).length;
    page = [];
  };
  await store.refresh(["rejections"]);
  // Search words come only with vectors.
  for await (const { id, version, doc, search } of store.scan(tenant, "rejections", {
    vectors: true,
    pageSize: PAGE_SIZE,
  })) {
    if (signal.aborted) return added;
    if (search !== undefined) continue;
    page.push({ op: "replace", id, version, doc, search: wordsOf(doc).join(" ") });
    if (page.length === PAGE_SIZE) await write();
  }
  if (page.length > 0) await write();
  await store.write(tenant, "progress", [{ op: "put", id: DONE, doc: { value: true } }]);
  return added;
}
