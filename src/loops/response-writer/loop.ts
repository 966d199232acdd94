/** The response writer: responses queue in; responses in the store, and feedback made of what people wrote, out. */
import { appOf, responseDocument } from "../../forms/documents.ts";
import type { FormLookup } from "../../forms/form-lookup.ts";
import { publishHooks } from "../../hooks/publish.ts";
import type { Hooks } from "../../hooks/registry.ts";
import type { Batch } from "../../model/batch.ts";
import type { Form } from "../../model/form.ts";
import { drop, duplicate, type Outcome, ok, reject, retry } from "../../model/outcome.ts";
import type { QueuedResponse, ResponseDocument } from "../../model/response.ts";
import type { Queue } from "../../queue/queue.ts";
import type { Store, WriteResult } from "../../store/store.ts";
import { won } from "../../store/written.ts";
import type { ConsumingLoop, Part, ReadItem, StageContext, Written } from "../frame/consuming-loop.ts";
import { feedbackOf, publishFeedback } from "./feedback.ts";

export interface ResponseWriterDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, "send">;
  readonly forms: FormLookup;
  readonly hooks: Pick<Hooks, "response.stored">;
  readonly defaultApp: string;
  /** Waits a while when what comes after is behind, so that no queue grows without end; never for good. */
  readonly room?: (signal: AbortSignal) => Promise<void>;
}

/** A response with the form that it answers, as it was then. */
interface Answered {
  readonly response: QueuedResponse;
  readonly form: Form;
}

const isQueued = (item: unknown): item is QueuedResponse => {
  const response = item as Partial<QueuedResponse> | null;
  return (
    typeof response === "object" &&
    response !== null &&
    [response.key, response.id, response.form, response.hash].every(
      (value) => typeof value === "string" && value !== "",
    ) &&
    [response.form_version, response.submitted_at, response.received_at].every((value) =>
      Number.isSafeInteger(value),
    ) &&
    Array.isArray(response.answers)
  );
};

const unreadable = [{ field: "", code: "invalid", message: "not a response as the intake writes it" }];
const unknownForm = [{ field: "form", code: "unknown_form", message: "the tenant never had this version of the form" }];
const wrongId = (code: "differs" | "deleted") =>
  reject([
    { field: "id", code, message: code === "differs" ? "a response of this id says something else" : "it was deleted" },
  ]);

export function createResponseWriterLoop(deps: ResponseWriterDeps): ConsumingLoop<Answered, Answered> {
  async function readItem(raw: unknown, { tenant }: Batch): Promise<ReadItem<Answered>> {
    if (!isQueued(raw)) return { raw, errors: unreadable };
    const form = await deps.forms.version(tenant, raw.form, raw.form_version);
    return form === undefined ? { raw, errors: unknownForm } : { raw, value: { response: raw, form } };
  }

  /** One part per form, in order of appearance: the books know each form by itself. */
  async function read(items: readonly unknown[], batch: Batch): Promise<Part<Answered>[]> {
    const all = await Promise.all(items.map((item) => readItem(item, batch)));
    const places = all.map((item) =>
      "value" in item
        ? { app: appOf(item.value.form, deps.defaultApp), source: item.value.form.id }
        : { app: deps.defaultApp, source: isQueued(item.raw) ? item.raw.form : "" },
    );
    const groups = Map.groupBy(all.keys(), (index) => JSON.stringify(places[index]));
    return [...groups.values()].map((indexes, index) => ({
      ...places[indexes[0]!]!,
      batch: index === 0 ? batch : { ...batch, batch: `${batch.batch}-${index}` },
      items: indexes.map((at) => all[at]!),
    }));
  }

  /** Of the same response twice in a batch the first counts; one that says something else is none. */
  async function stage(answered: readonly Answered[]): Promise<Outcome<Answered>[]> {
    const hashes = new Map<string, string>();
    return answered.map((one) => {
      const { key, hash, suspect } = one.response;
      if (suspect !== undefined) return drop(suspect);
      const first = hashes.get(key);
      hashes.set(key, first ?? hash);
      if (first !== undefined) return first === hash ? duplicate : wrongId("differs");
      return ok(one);
    });
  }

  function outcomeOf(one: Answered, known: ResponseDocument | undefined, batch: Batch): Outcome<Answered> | undefined {
    if (known === undefined) return undefined;
    if (known.deleted) return wrongId("deleted");
    if (known.hash !== one.response.hash) return wrongId("differs");
    // Written before a crash by this very batch: it counts as it did then, and what follows from it is sent again.
    return known.created_batch === batch.batch ? ok(one) : duplicate;
  }

  async function store(answered: readonly Answered[], batch: Batch): Promise<Outcome<Answered>[]> {
    const keys = answered.map(({ response }) => response.key);
    const found = await deps.store.getMany(batch.tenant, "responses", keys);
    const outcomes = answered.map((one, index) => outcomeOf(one, found[index]?.doc, batch));
    const fresh = [...answered.keys()].filter((index) => outcomes[index] === undefined);
    const results: readonly WriteResult[] = await deps.store.write(
      batch.tenant,
      "responses",
      fresh.map((index) => {
        const { response, form } = answered[index]!;
        const place = { app: appOf(form, deps.defaultApp), batch: batch.batch, questions: form.questions };
        return { op: "create", id: response.key, doc: responseDocument(response, place) };
      }),
    );
    fresh.forEach((index, position) => {
      const one = answered[index]!;
      // Another batch with the same response was faster: what it says is looked at in the next try.
      outcomes[index] = won(results[position])
        ? ok(one)
        : retry(new Error("the response was written at the same time"));
    });
    return outcomes as Outcome<Answered>[];
  }

  async function write(answered: readonly Answered[], { batch, app, signal }: StageContext): Promise<Written> {
    await deps.room?.(signal);
    const outcomes = await store(answered, batch);
    const stored = outcomes.flatMap((outcome) => (outcome.kind === "ok" ? [outcome.value] : []));
    await publishFeedback(
      deps.queue,
      batch,
      stored.flatMap(({ response, form }) => feedbackOf(response, form, app)),
    );
    const told = stored.flatMap(({ response, form }) =>
      deps.hooks["response.stored"]
        .filter((hook) => hook.wants(form))
        .map(({ name, on }) => ({ hook: name, event: on, id: response.key, form: form.id, app })),
    );
    await publishHooks(
      deps.queue,
      { ...batch, name: `${batch.batch}.hooks${batch.redriveOf === undefined ? "" : `.${batch.redriveOf}`}` },
      told,
    );
    return { outcomes, sent: [] };
  }

  return { name: "response-writer", read, stage, write, concurrency: 2 };
}
