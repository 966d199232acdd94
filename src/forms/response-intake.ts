/** Takes responses in: reads and checks each against the version of the form it answers, and puts them on the responses queue. It answers once they are durable there. */
import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { type Batch, batchAttributes } from "../model/batch.ts";
import { cutIntoArrays } from "../model/cut.ts";
import type { Form } from "../model/form.ts";
import { shortId } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import type { QueuedResponse } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { OutgoingMessage, Queue } from "../queue/queue.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import type { FormLookup } from "./form-lookup.ts";
import { givenId, type ReadingContext, type ReadResponse, readResponse, responseKey } from "./read-response.ts";
import { keepRefusals, type Refusal } from "./refusals.ts";

/** Of a batch at intake, as JSON. */
const BATCH_BYTES = 64 * 1024;
/** Responses that may be on their way to the store at a time, of which the edge knows what they say. */
const REMEMBERED = 50_000;

export interface ResponseIntakeDeps {
  readonly queue: Pick<Queue, "send">;
  readonly store: Store;
  readonly forms: FormLookup;
  /** Unix seconds. */
  readonly now: () => number;
  readonly traceparent?: () => string | undefined;
}

export interface ResponseSubmission {
  readonly tenant: TenantId;
  readonly form: Form;
  readonly responses: readonly unknown[];
  /** Makes a repeat of the whole submission harmless. */
  readonly idempotencyKey?: string | undefined;
  /** Why it is put aside instead of counted. */
  readonly suspect?: string;
}

export interface RefusedAnswer {
  /** Position in `responses`. */
  readonly index: number;
  readonly id?: string;
  readonly errors: readonly FieldError[];
}

export interface TakenResponses {
  /** Of what was taken, in order. */
  readonly ids: readonly string[];
  readonly rejected: readonly RefusedAnswer[];
}

export interface ResponseIntake {
  /** Throws `QueueUnavailable` when nothing can be taken now. */
  take(submission: ResponseSubmission, signal?: AbortSignal): Promise<TakenResponses>;
}

const differs: FieldError = { field: "id", code: "differs", message: "a response of this id says something else" };
const deleted: FieldError = { field: "id", code: "deleted", message: "the response of this id was deleted" };

/** Messages of one form's responses. The refused ride on the first, so that the books know of them. */
export function responseMessages(
  tenant: TenantId,
  responses: readonly QueuedResponse[],
  refused: Readonly<Record<string, number>>,
  attributes: Pick<Batch, "traceparent" | "replayOf"> & { readonly name?: (index: number) => string } = {},
): OutgoingMessage[] {
  const { name = () => randomUUID(), ...others } = attributes;
  const bodies = cutIntoArrays(
    responses.map((response) => JSON.stringify(response)),
    BATCH_BYTES,
  );
  return bodies.map(({ body }, index) => ({
    body,
    attributes: batchAttributes({
      tenant,
      batch: name(index),
      part: "0",
      refused: index === 0 ? refused : {},
      ...others,
    }),
    group: tenant,
  }));
}

export function countReasons(errors: readonly (readonly FieldError[])[]): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const [first] of errors) reasons[first?.code ?? "invalid"] = (reasons[first?.code ?? "invalid"] ?? 0) + 1;
  return reasons;
}

/** Why a form takes nothing new now. */
export function whyNotOpen({ status }: Pick<Form, "status">): FieldError | undefined {
  if (status === "open") return undefined;
  return { field: "", code: status, message: `the form is ${status === "closed" ? "closed" : "a draft"}` };
}

/** What is known of a response that came before. */
interface Known {
  readonly hash: string;
  /** Of the form, that it answered. */
  readonly version: number;
  readonly deleted?: boolean | undefined;
}

/** A repeat is read by the version that was answered first, whatever became of the form since; else undefined. */
async function readRepeat(input: unknown, known: Known, context: ReadingContext): Promise<ReadResponse | undefined> {
  const versionOf = (version: number | undefined) => context.versionOf(version ?? known.version);
  const result = await readResponse(input, { ...context, versionOf });
  return "response" in result && result.response.hash === known.hash ? result : undefined;
}

async function readOne(
  form: Form,
  input: unknown,
  known: Known | undefined,
  context: ReadingContext,
  refuse: (error: FieldError) => ReadResponse,
): Promise<ReadResponse> {
  const repeat = known === undefined ? undefined : await readRepeat(input, known, context);
  const notOpen = whyNotOpen(form);
  if (repeat === undefined && notOpen !== undefined) return refuse(notOpen);
  const result = repeat ?? (await readResponse(input, context));
  if ("errors" in result || known === undefined) return result;
  if (known.deleted) return refuse(deleted);
  return result.response.hash === known.hash ? result : refuse(differs);
}

/** Ids of these are known by more than the refusal, or may be taken later. */
const UNKEPT: ReadonlySet<string> = new Set(["differs", "deleted", "closed", "draft"]);

export function createResponseIntake(deps: ResponseIntakeDeps): ResponseIntake {
  /** What is on its way, by key. The writer decides for all runners; this one only answers sooner. */
  const onTheWay = new LRUCache<string, Known>({ max: REMEMBERED });

  /** What came before under each of these keys. A store that is away decides later, in the writer. */
  async function lookUp(tenant: TenantId, keys: readonly (string | undefined)[]): Promise<(Known | undefined)[]> {
    const asked = [...new Set(keys.filter((key) => key !== undefined))];
    const found =
      asked.length === 0
        ? []
        : await deps.store.getMany(tenant, "responses", asked).catch((error: unknown) => {
            if (error instanceof StoreUnavailable) return [];
            throw error;
          });
    const stored = new Map(asked.map((key, at) => [key, found[at]?.doc]));
    return keys.map((key) => {
      if (key === undefined) return undefined;
      const doc = stored.get(key);
      if (doc === undefined) return onTheWay.get(`${tenant}/${key}`);
      return { hash: doc.hash, version: doc.form_version, deleted: doc.deleted };
    });
  }

  /** One after the other, each by what is known under its id. */
  async function read({ tenant, form, responses, idempotencyKey, suspect }: ResponseSubmission) {
    const fallbackIds = responses.map((_, index) =>
      idempotencyKey === undefined ? undefined : shortId("once", form.id, idempotencyKey, index),
    );
    const ids = responses.map((input, index) => givenId(input) ?? fallbackIds[index]);
    const known = await lookUp(
      tenant,
      ids.map((id) => (id === undefined ? undefined : responseKey(form.id, id))),
    );
    const context: ReadingContext = {
      form: form.id,
      receivedAt: deps.now(),
      versionOf: async (version) =>
        version === undefined || version === form.version ? form : deps.forms.version(tenant, form.id, version),
      ...(suspect === undefined ? {} : { suspect }),
    };
    const results: ReadResponse[] = [];
    for (const [index, input] of responses.entries()) {
      const fallbackId = fallbackIds[index];
      const own = fallbackId === undefined ? context : { ...context, fallbackId };
      const refuse = (error: FieldError): ReadResponse => {
        const id = ids[index];
        return { errors: [error], ...(id === undefined ? {} : { id }) };
      };
      results.push(await readOne(form, input, known[index], own, refuse));
    }
    return results;
  }

  return {
    async take(submission, signal) {
      const { tenant, form } = submission;
      const hashes = new Map<string, string>();
      const good: QueuedResponse[] = [];
      const rejected: RefusedAnswer[] = [];
      for (const [index, result] of (await read(submission)).entries()) {
        if ("errors" in result) {
          rejected.push({ index, ...result });
          continue;
        }
        const { response } = result;
        const first = hashes.get(response.key) ?? response.hash;
        hashes.set(response.key, first);
        if (first === response.hash) good.push(response);
        else rejected.push({ index, id: response.id, errors: [differs] });
      }
      if (good.length > 0) {
        const traceparent = deps.traceparent?.();
        const refused = countReasons(rejected.map(({ errors }) => errors));
        const messages = responseMessages(tenant, good, refused, traceparent === undefined ? {} : { traceparent });
        await deps.queue.send("responses", messages, signal);
        for (const { key, hash, form_version: version } of good) onTheWay.set(`${tenant}/${key}`, { hash, version });
      }
      const known = rejected.flatMap(({ id, errors: [error] }): Refusal[] =>
        id === undefined || error === undefined || UNKEPT.has(error.code)
          ? []
          : [{ form: form.id, id, reason: error.code }],
      );
      // Intake does not wait for what only somebody who looks for a response will ask.
      void keepRefusals(deps.store, tenant, known, deps.now()).catch(() => undefined);
      return { ids: good.map(({ id }) => id), rejected };
    },
  };
}
