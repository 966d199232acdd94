/** Who is meant by a name or an id: several may be called the same, and then nobody is erased before it is said who. */
import { FEEDBACK_QUEUES } from "../model/dead-letter.ts";
import { FORM_SOURCE, type ResponseDocument } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { recordsOf } from "./dead-letter-erasure.ts";
import { EVENT_STAGE } from "./event-replay.ts";

/** One of the two: what a provider calls a person by, or the person's name as the records have it. */
export interface Person {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** Of this source only; by default of each. */
  readonly source?: string | undefined;
}

/** Somebody who is called so, and how much names them. */
export interface Namesake {
  /** Absent where the records have none: then it is all that one source has under the name. */
  readonly id?: string;
  readonly apps: readonly string[];
  readonly sources: readonly string[];
  readonly insights: number;
  readonly rejections: number;
  readonly dead_letters: number;
  readonly responses: number;
}

type Counted = "insights" | "rejections" | "dead_letters" | "responses";

/** Whose one of these is; undefined when it names nobody who is meant. */
export interface Meant {
  record(record: unknown, source: string): boolean;
  response(response: ResponseDocument): boolean;
}

/** More are a name that means nobody ("A user"); the first so many are shown. */
const MOST_NAMESAKES = 100;
/** Apps and sources that are named of each. */
const MOST_PLACES = 20;

/** Where records and their metadata name who wrote them. */
const ID_FIELDS = ["author_id", "user_id", "userId", "authorId", "person_id"] as const;
const NAME_FIELDS = ["userName", "username", "author", "authorName", "name", "user", "reviewerNickname"] as const;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const valuesOf = (places: readonly Fields[], names: readonly string[]): string[] =>
  places.flatMap((fields) => names.flatMap((name) => (fields[name] === undefined ? [] : [String(fields[name])])));

/** Of the person that a record names as `person`: an id, or else the place where the name stands. */
type Key = string;

const idKey = (id: string): Key => `id:${id}`;
/** By name a source is asked for, since names are one person's there at best; by id all that bears it as a name is one. */
const nameKey = ({ id }: Person, source: string): Key => (id === undefined ? `source:${source}` : "named");

/** By id, a name counts too when it is the same: `DELETE /people/:id` says only one of them. */
function keyOfRecord(record: unknown, { id, name }: Person, source: string): Key | undefined {
  if (!isObject(record)) return undefined;
  const places = [record, isObject(record.metadata) ? record.metadata : {}];
  const ids = valuesOf(places, ID_FIELDS);
  if (id !== undefined && ids.includes(id)) return idKey(id);
  if (!valuesOf(places, NAME_FIELDS).includes((name ?? id)!)) return undefined;
  const own = ids.find((one) => one !== "" && one !== "null");
  return own === undefined ? nameKey({ id, name }, source) : idKey(own);
}

/** One of the answers may be what is asked for: an address, say. */
function keyOfResponse({ answers, metadata }: ResponseDocument, person: Person): Key | undefined {
  const named = keyOfRecord({ metadata }, person, FORM_SOURCE);
  if (named !== undefined) return named;
  const { id, name } = person;
  const isAnswered = answers.some(({ answer_text: text }) => text !== undefined && (text === id || text === name));
  return isAnswered ? nameKey(person, FORM_SOURCE) : undefined;
}

/** All who are called so, or with `keys` these of them. */
const meantBy = (person: Person, keys?: ReadonlySet<Key>): Meant => {
  const isMeant = (key: Key | undefined) => key !== undefined && (keys?.has(key) ?? true);
  return {
    record: (record, source) => isMeant(keyOfRecord(record, person, source)),
    response: (response) => isMeant(keyOfResponse(response, person)),
  };
};

/** Everybody who is called so. */
export const everybody = (person: Person): Meant => meantBy(person);

class Namesakes {
  readonly found = new Map<
    Key,
    { readonly apps: Set<string>; readonly sources: Set<string>; readonly counts: Record<Counted, number> }
  >();
  more = false;

  add(key: Key | undefined, what: Counted, app: string, source: string): void {
    if (key === undefined) return;
    const known = this.found.get(key);
    if (known === undefined && this.found.size === MOST_NAMESAKES) {
      this.more = true;
      return;
    }
    const counts = { insights: 0, rejections: 0, dead_letters: 0, responses: 0 };
    const one = known ?? { apps: new Set(), sources: new Set(), counts };
    this.found.set(key, one);
    one.counts[what]++;
    if (one.apps.size < MOST_PLACES) one.apps.add(app);
    if (one.sources.size < MOST_PLACES) one.sources.add(source);
  }

  list(): Namesake[] {
    return [...this.found].map(([key, { apps, sources, counts }]) => ({
      ...(key.startsWith("id:") ? { id: key.slice(3) } : {}),
      apps: [...apps].filter((app) => app !== "").sort(),
      sources: [...sources].filter((source) => source !== "").sort(),
      ...counts,
    }));
  }
}

async function findNamesakes(store: Store, tenant: TenantId, person: Person): Promise<Namesakes> {
  const namesakes = new Namesakes();
  const { source } = person;
  const where = { source };
  await store.refresh(["insights", "rejections", "dead_letters", "responses"]);
  for await (const { doc } of store.scan(tenant, "insights", { where })) {
    const key = keyOfRecord({ metadata: doc.metadata }, person, doc.source);
    namesakes.add(key, "insights", doc.app_name, doc.source);
  }
  for await (const { doc } of store.scan(tenant, "rejections", { where })) {
    if (doc.stage === EVENT_STAGE) continue;
    namesakes.add(keyOfRecord(doc.record, person, doc.source), "rejections", doc.app, doc.source);
  }
  for await (const { doc } of store.scan(tenant, "dead_letters", {
    where: { ...where, queue: [...FEEDBACK_QUEUES] },
  })) {
    const keys = new Set(recordsOf(doc).map((record) => keyOfRecord(record, person, doc.source)));
    for (const key of keys) namesakes.add(key, "dead_letters", doc.app, doc.source);
  }
  if (source !== undefined && source !== FORM_SOURCE) return namesakes;
  for await (const { doc } of store.scan(tenant, "responses", {})) {
    if (!doc.deleted) namesakes.add(keyOfResponse(doc, person), "responses", doc.app, FORM_SOURCE);
  }
  return namesakes;
}

export type Choice =
  | { readonly meant: Meant }
  /** `more`: there are others whom the list does not show. */
  | { readonly namesakes: readonly Namesake[]; readonly more: boolean };

/** Whom an erasure takes: the one of that id, else the only one who is called so; several, where it is not clear. */
export async function choosePerson(store: Store, tenant: TenantId, person: Person): Promise<Choice> {
  const namesakes = await findNamesakes(store, tenant, person);
  const { found, more } = namesakes;
  const own = person.id === undefined ? undefined : idKey(person.id);
  // Who has the id is meant, with what has none, whoever else is called so.
  if (own !== undefined && found.has(own)) return { meant: meantBy(person, new Set([own, nameKey(person, "")])) };
  if (found.size > 1) return { namesakes: namesakes.list(), more };
  return { meant: meantBy(person, new Set(found.keys())) };
}
