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
import { readResponse } from "./read-response.ts";
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

export function createResponseIntake(deps: ResponseIntakeDeps): ResponseIntake {
  /** Key of what is on its way → what it says. The writer decides for all runners; this one only answers sooner. */
  const onTheWay = new LRUCache<string, string>({ max: REMEMBERED });

  /** What is wrong with coming under an id that is taken. A store that is away decides later, in the writer. */
  async function conflicts(tenant: TenantId, responses: readonly QueuedResponse[]): Promise<Map<string, FieldError>> {
    const found = await deps.store
      .getMany(
        tenant,
        "responses",
        responses.map(({ key }) => key),
      )
      .catch((error: unknown) => {
        if (error instanceof StoreUnavailable) return [];
        throw error;
      });
    const wrong = new Map<string, FieldError>();
    responses.forEach(({ key, hash }, index) => {
      const known = found[index]?.doc;
      if (known?.deleted) wrong.set(key, deleted);
      else if ((known?.hash ?? onTheWay.get(`${tenant}/${key}`) ?? hash) !== hash) wrong.set(key, differs);
    });
    return wrong;
  }

  async function read({ tenant, form, responses, idempotencyKey, suspect }: ResponseSubmission) {
    const taken: QueuedResponse[] = [];
    const rejected: RefusedAnswer[] = [];
    const receivedAt = deps.now();
    for (const [index, input] of responses.entries()) {
      const result = await readResponse(input, {
        form: form.id,
        receivedAt,
        versionOf: async (version) =>
          version === undefined || version === form.version ? form : deps.forms.version(tenant, form.id, version),
        ...(idempotencyKey === undefined ? {} : { fallbackId: shortId("once", form.id, idempotencyKey, index) }),
        ...(suspect === undefined ? {} : { suspect }),
      });
      if ("errors" in result) rejected.push({ index, ...result });
      else taken.push(result.response);
    }
    return { taken, rejected };
  }

  return {
    async take(submission, signal) {
      const { tenant, form } = submission;
      const { taken, rejected } = await read(submission);
      const wrong = await conflicts(tenant, taken);
      const hashes = new Map<string, string>();
      const good: QueuedResponse[] = [];
      let position = 0;
      const refusedAt = new Set(rejected.map(({ index }) => index));
      for (const response of taken) {
        while (refusedAt.has(position)) position++;
        const first = hashes.get(response.key);
        const error = wrong.get(response.key) ?? (first !== undefined && first !== response.hash ? differs : undefined);
        hashes.set(response.key, first ?? response.hash);
        if (error === undefined) good.push(response);
        else rejected.push({ index: position, id: response.id, errors: [error] });
        position++;
      }
      rejected.sort((a, b) => a.index - b.index);
      if (good.length > 0) {
        const traceparent = deps.traceparent?.();
        const refused = countReasons(rejected.map(({ errors }) => errors));
        const messages = responseMessages(tenant, good, refused, traceparent === undefined ? {} : { traceparent });
        await deps.queue.send("responses", messages, signal);
        for (const { key, hash } of good) onTheWay.set(`${tenant}/${key}`, hash);
      }
      const known = rejected.flatMap(({ id, errors: [error] }): Refusal[] =>
        id === undefined || error === undefined || error.code === "differs" || error.code === "deleted"
          ? []
          : [{ form: form.id, id, reason: error.code }],
      );
      // Intake does not wait for what only somebody who looks for a response will ask.
      void keepRefusals(deps.store, tenant, known, deps.now()).catch(() => undefined);
      return { ids: good.map(({ id }) => id), rejected };
    },
  };
}
