/** Erasing all that one person wrote: insights with what was quoted of them, rejections, dead letters, and responses to forms. */
import type { Principal } from "../auth/principal.ts";
import { FEEDBACK_QUEUES } from "../model/dead-letter.ts";
import { shortId } from "../model/identity.ts";
import { FORM_SOURCE, type ResponseDocument } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Stored } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import { eraseFromDeadLetters } from "./dead-letter-erasure.ts";
import { type EraseDeps, eraseInsight } from "./erase.ts";
import { EVENT_STAGE } from "./event-replay.ts";
import { forgetResponse } from "./responses.ts";
import { sourceItemId } from "./source-delivery.ts";

/** One of the two: what a provider calls a person by, or the person's name as the records have it. */
export interface Person {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** Of this source only; by default of each. */
  readonly source?: string | undefined;
}

export interface ErasedPerson {
  readonly insights: number;
  readonly rejections: number;
  readonly dead_letters: number;
  /** To forms: those that name the person, or in which one of the answers is what is asked for (an address, say). */
  readonly responses: number;
  /** What was read of sources: so that it isn't taken for known when it comes again. */
  readonly source_items: number;
}

/** Where records and their metadata name who wrote them. */
const ID_FIELDS = ["author_id", "user_id", "userId", "authorId", "person_id"] as const;
const NAME_FIELDS = ["userName", "username", "author", "authorName", "name", "user", "reviewerNickname"] as const;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const says = (fields: Fields, names: readonly string[], wanted: string | undefined): boolean =>
  wanted !== undefined && names.some((name) => fields[name] !== undefined && String(fields[name]) === wanted);

/** By id, a name counts too when it is the same: `DELETE /people/:id` says only one of them. */
function isOf(record: unknown, { id, name }: Person): boolean {
  if (!isObject(record)) return false;
  const { metadata } = record;
  return [record, isObject(metadata) ? metadata : {}].some(
    (fields) => says(fields, ID_FIELDS, id) || says(fields, NAME_FIELDS, name ?? id),
  );
}

async function eraseInsights(deps: EraseDeps, tenant: TenantId, person: Person) {
  let [insights, source_items] = [0, 0];
  await deps.store.refresh(["insights"]);
  for await (const found of deps.store.scan(tenant, "insights", { where: { source: person.source } })) {
    if (!isOf({ metadata: found.doc.metadata }, person)) continue;
    await eraseInsight(deps, tenant, found);
    insights++;
    const { source_id, data_id } = found.doc;
    const item =
      source_id === "" ? undefined : await deps.store.get(tenant, "source_items", sourceItemId(source_id, data_id));
    if (item === undefined) continue;
    mustBeStorable(await deps.store.write(tenant, "source_items", [{ op: "delete", id: item.id }]));
    source_items++;
  }
  return { insights, source_items };
}

async function eraseRejections({ store }: EraseDeps, tenant: TenantId, person: Person): Promise<number> {
  let count = 0;
  await store.refresh(["rejections"]);
  for await (const { id, doc } of store.scan(tenant, "rejections", { where: { source: person.source } })) {
    if (doc.stage === EVENT_STAGE || !isOf(doc.record, person)) continue;
    mustBeStorable(await store.write(tenant, "rejections", [{ op: "delete", id }]));
    count++;
  }
  return count;
}

const answersWith = ({ answers }: ResponseDocument, { id, name }: Person): boolean =>
  answers.some(({ answer_text: text }) => text !== undefined && (text === id || text === name));

async function eraseResponses(deps: EraseDeps, tenant: TenantId, person: Person): Promise<number> {
  if (person.source !== undefined && person.source !== FORM_SOURCE) return 0;
  let count = 0;
  await deps.store.refresh(["responses"]);
  for await (const stored of deps.store.scan(tenant, "responses", {})) {
    const { doc } = stored;
    if (doc.deleted || !(isOf({ metadata: doc.metadata }, person) || answersWith(doc, person))) continue;
    // One that was changed meanwhile is read again.
    for (let now: Stored<ResponseDocument> | undefined = stored; now !== undefined && !now.doc.deleted; ) {
      if ((await forgetResponse(deps, tenant, now)) !== undefined) break;
      now = await deps.store.get(tenant, "responses", stored.id);
    }
    count++;
  }
  return count;
}

/** What was asked for again while it ran, or lies on a queue unread, is not in it: ask once more when the queues are empty. */
export async function erasePerson(deps: EraseDeps, principal: Principal, person: Person): Promise<ErasedPerson> {
  const { tenant } = principal;
  // First, since what is left of an insight goes with it and would not be counted.
  const rejections = await eraseRejections(deps, tenant, person);
  const isTheirs = (record: unknown) => isOf(record, person);
  const dead_letters = await eraseFromDeadLetters(
    deps.store,
    tenant,
    // What events tell of a person is erased by its own rules.
    { queue: [...FEEDBACK_QUEUES], source: person.source },
    isTheirs,
  );
  const { insights, source_items } = await eraseInsights(deps, tenant, person);
  const responses = await eraseResponses(deps, tenant, person);
  const detail = { insights, rejections, dead_letters, responses, source_items };
  if (insights + rejections + dead_letters + responses === 0) return detail;
  // Who it was is for nobody to read.
  const subject = shortId("person", tenant, person.id ?? person.name);
  await recordAudit(deps.store, principal, deps.now(), { action: "person.erased", subject, detail });
  return detail;
}
