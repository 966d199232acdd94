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
import { everybody, type Meant, type Person } from "./person-choice.ts";
import { forgetResponse } from "./responses.ts";
import { sourceItemId } from "./source-delivery.ts";

export interface ErasedPerson {
  readonly insights: number;
  readonly rejections: number;
  readonly dead_letters: number;
  /** To forms: those that name the person, or in which one of the answers is what is asked for (an address, say). */
  readonly responses: number;
  /** What was read of sources: so that it isn't taken for known when it comes again. */
  readonly source_items: number;
}

async function eraseInsights(deps: EraseDeps, tenant: TenantId, { source }: Person, meant: Meant) {
  let [insights, source_items] = [0, 0];
  await deps.store.refresh(["insights"]);
  for await (const found of deps.store.scan(tenant, "insights", { where: { source } })) {
    if (!meant.record({ metadata: found.doc.metadata }, found.doc.source)) continue;
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

async function eraseRejections(
  { store }: EraseDeps,
  tenant: TenantId,
  { source }: Person,
  meant: Meant,
): Promise<number> {
  let count = 0;
  await store.refresh(["rejections"]);
  for await (const { id, doc } of store.scan(tenant, "rejections", { where: { source } })) {
    if (doc.stage === EVENT_STAGE || !meant.record(doc.record, doc.source)) continue;
    mustBeStorable(await store.write(tenant, "rejections", [{ op: "delete", id }]));
    count++;
  }
  return count;
}

async function eraseResponses(deps: EraseDeps, tenant: TenantId, { source }: Person, meant: Meant): Promise<number> {
  if (source !== undefined && source !== FORM_SOURCE) return 0;
  let count = 0;
  await deps.store.refresh(["responses"]);
  for await (const stored of deps.store.scan(tenant, "responses", {})) {
    const { doc } = stored;
    if (doc.deleted || !meant.response(doc)) continue;
    // One that was changed meanwhile is read again.
    for (let now: Stored<ResponseDocument> | undefined = stored; now !== undefined && !now.doc.deleted; ) {
      if ((await forgetResponse(deps, tenant, now)) !== undefined) break;
      now = await deps.store.get(tenant, "responses", stored.id);
    }
    count++;
  }
  return count;
}

/**
 * Takes all who are called so unless `meant` says who (`choosePerson`). What was asked for again while it ran, or lies on a
 * queue unread, is not in it: ask once more when the queues are empty.
 */
export async function erasePerson(
  deps: EraseDeps,
  principal: Principal,
  person: Person,
  meant: Meant = everybody(person),
): Promise<ErasedPerson> {
  const { tenant } = principal;
  // First, since what is left of an insight goes with it and would not be counted.
  const rejections = await eraseRejections(deps, tenant, person, meant);
  const dead_letters = await eraseFromDeadLetters(
    deps.store,
    tenant,
    // What events tell of a person is erased by its own rules.
    { queue: [...FEEDBACK_QUEUES], source: person.source },
    (record, { source }) => meant.record(record, source),
  );
  const { insights, source_items } = await eraseInsights(deps, tenant, person, meant);
  const responses = await eraseResponses(deps, tenant, person, meant);
  const detail = { insights, rejections, dead_letters, responses, source_items };
  if (insights + rejections + dead_letters + responses === 0) return detail;
  // Who it was is for nobody to read.
  const subject = shortId("person", tenant, person.id ?? person.name);
  await recordAudit(deps.store, principal, deps.now(), { action: "person.erased", subject, detail });
  return detail;
}
