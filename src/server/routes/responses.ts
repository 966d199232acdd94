/** Responses: taking them in, listing and exporting them, looking for one, deleting one. */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { shownResponse } from "../../forms/documents.ts";
import { readForm } from "../../forms/form-lookup.ts";
import { type RefusedAnswer, type TakenResponses, whyNotOpen } from "../../forms/response-intake.ts";
import { questionsOfAllVersions, responsesAsCsv, responsesAsLines } from "../../forms/response-table.ts";
import { withDeadline } from "../../lifecycle.ts";
import type { Form } from "../../model/form.ts";
import { MOST_SENT } from "../../model/json-scan.ts";
import type { FieldError } from "../../model/outcome.ts";
import { FormResponse, type ResponseDocument, ResponseInput } from "../../model/response.ts";
import { receiptOf } from "../../operations/receipts.ts";
import {
  checkResponses,
  countResponses,
  deleteResponse,
  type FoundResponse,
  findResponse,
  listResponses,
  scanResponses,
} from "../../operations/responses.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import type { Stored } from "../../store/store.ts";
import { readJson, type WatchBody } from "../body.ts";
import { from, id, listOf, name, paging, to } from "../parameters.ts";
import { badField, notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { keyInAddress } from "../sent-body.ts";

const tag = "Responses";
const MAX_CHECKED = 1_000;
const INTAKE_TIMEOUT_MS = 5_000;
const SHOWN_REFUSALS = 100;

const Refused = z.object({
  index: z.number().int(),
  id: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
});
const Taken = z.object({ ids: z.array(z.string()), rejected: z.array(Refused) }).meta({ id: "TakenResponses" });
const IdCheck = z.object({
  stored: z.array(z.string()),
  rejected: z.array(z.string()),
  deleted: z.array(z.string()),
  unknown: z.array(z.string()),
});

interface Sent {
  readonly responses: readonly unknown[];
  /** Whether they came as a list: errors then say of which they are. */
  readonly several: boolean;
}

async function readResponses(request: IncomingMessage, maxBytes: number, watch: WatchBody): Promise<Sent> {
  // A page's beacon can set no header, so that JSON calls itself plain text there.
  const types = ["application/json", ...(keyInAddress(request.url) === undefined ? [] : ["text/plain"])];
  const value = await readJson(request, maxBytes, watch, MOST_SENT, types);
  const responses = Array.isArray(value) ? (value as unknown[]) : [value];
  if (responses.length === 0) throw badField("", "required", "the body holds no responses");
  return { responses, several: Array.isArray(value) };
}

const isAllOf = (rejected: readonly RefusedAnswer[], code: string): boolean =>
  rejected.every(({ errors: [first] }) => first?.code === code);

/** Nothing was acceptable: every reason. */
function refusal(rejected: readonly RefusedAnswer[], several: boolean): Problem {
  const shown = rejected.slice(0, SHOWN_REFUSALS);
  const errors = shown.flatMap(({ index, errors }): FieldError[] =>
    several
      ? errors.map((error) => ({ ...error, field: [index, error.field].filter((part) => part !== "").join(".") }))
      : [...errors],
  );
  const status = isAllOf(rejected, "differs") ? 409 : isAllOf(rejected, "deleted") ? 410 : 400;
  const what = several ? "no response could be accepted" : (errors[0]?.message ?? "the response could not be accepted");
  return new Problem(status, what, { errors, members: { rejected: shown } });
}

export function requireOpen(form: Form): void {
  const error = whyNotOpen(form);
  if (error === undefined) return;
  const what = form.status === "closed" ? error.message : "the form is a draft and takes no responses yet";
  throw new Problem(409, what, { errors: [error] });
}

const seconds = { from: from.optional(), to: to.optional() };

function writeRoutes({
  store,
  now,
  config,
  forms,
  responses,
  intakeTimeoutMs = INTAKE_TIMEOUT_MS,
}: RouteDeps): Route[] {
  const late = (): never => {
    throw new QueueUnavailable(`nothing was taken within ${intakeTimeoutMs} ms`);
  };
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/forms/:id/responses",
      tag,
      summary: "Send a response, or an array of them; an `id` or Idempotency-Key makes a repeat harmless",
      scope: "ingest",
      publishable: "responses",
      params: id,
      headers: z.object({ "idempotency-key": z.string().max(200).optional() }),
      body: z.union([ResponseInput, z.array(ResponseInput)]) as unknown as z.ZodType<Sent>,
      read: (request, watch) => readResponses(request, config.INTAKE_MAX_BYTES, watch),
      answers: {
        202: {
          description: "What was accepted is durable on the queue; every refused record is listed with its errors",
          schema: Taken,
        },
        404: { description: "No such form" },
        409: {
          description: "The form takes no new responses, or the id is taken by a response that says something else",
        },
        410: { description: "The response of this id was deleted" },
        413: { description: "Too many bytes or responses" },
      },
      async handle({ principal, params, body, request }) {
        const { tenant } = principal;
        const form = await forms.current(tenant, params.id);
        if (form === undefined) throw notFound("form");
        const given = request.headers["idempotency-key"];
        const idempotencyKey =
          typeof given === "string" && given.trim() !== "" ? given.trim().slice(0, 200) : undefined;
        const submission = { tenant, form, responses: body.responses, idempotencyKey };
        const taken: TakenResponses = await withDeadline(
          intakeTimeoutMs,
          (signal) => responses.take(submission, signal),
          late,
        );
        if (taken.ids.length > 0) return { status: 202, body: taken };
        if (!isAllOf(taken.rejected, "deleted")) requireOpen(form);
        throw refusal(taken.rejected, body.several);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/responses/:id",
      tag,
      summary: "Delete a response, its answers and the insights made of them; its id is not taken again",
      scope: "admin",
      params: id,
      query: z.strictObject({ form: name.optional() }),
      answers: {
        204: { description: "The response is deleted" },
        404: { description: "No such response" },
        410: { description: "It is deleted" },
      },
      async handle({ principal, params, query }) {
        const found = existing(await findResponse(store, principal.tenant, params.id, query.form));
        await deleteResponse({ store, now }, principal, found);
        return {};
      },
    }),
  ];
}

function existing(found: FoundResponse): Stored<ResponseDocument> {
  if (found === "missing") throw notFound("response");
  if (found === "several") throw new Problem(409, "several forms have a response of this id: say which with ?form=");
  if (found.doc.deleted) throw new Problem(410, "this response was deleted");
  return found;
}

function readRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/forms/:id/responses",
      tag,
      summary:
        "Responses with their answers, newest first; format or Accept: text/csv, application/x-ndjson streams all",
      scope: "read",
      params: id,
      query: z.strictObject({
        ...seconds,
        ...paging,
        format: z.enum(["csv", "jsonl"]).optional().meta({ description: "for links, which can't set Accept" }),
      }),
      answers: {
        200: { description: "A page of responses", schema: listOf(FormResponse) },
        404: { description: "No such form" },
      },
      async handle({ principal: { tenant }, params, query, request }) {
        const form = await readForm(store, tenant, params.id);
        if (form === undefined) throw notFound("form");
        const accept = query.format === undefined ? (request.headers.accept ?? "") : "";
        const isCsv = query.format === "csv" || /\btext\/csv\b/.test(accept);
        if (!isCsv && query.format !== "jsonl" && !/\bapplication\/x-ndjson\b/.test(accept))
          return { body: await listResponses(store, tenant, form.id, query) };
        const headers = { "X-Total-Count": String(await countResponses(store, tenant, form.id, query)) };
        const all = scanResponses(store, tenant, form.id, query);
        if (!isCsv) return { stream: { type: "application/x-ndjson", pieces: responsesAsLines(all) }, headers };
        const questions = await questionsOfAllVersions(store, tenant, form);
        return { stream: { type: "text/csv", pieces: responsesAsCsv(questions, all) }, headers };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/forms/:id/responses/check",
      tag,
      summary: "Which of up to 1,000 ids are stored, rejected, deleted or unknown",
      scope: "read",
      params: id,
      query: z.strictObject({
        ids: z
          .string()
          .max(16_000)
          .transform((value) =>
            value
              .split(",")
              .map((one) => one.trim())
              .filter((one) => one !== ""),
          )
          .refine((ids) => ids.length > 0 && ids.length <= MAX_CHECKED, `1 to ${MAX_CHECKED} ids, with commas`),
      }),
      answers: { 200: { description: "Each id once", schema: IdCheck }, 404: { description: "No such form" } },
      async handle({ principal: { tenant }, params, query }) {
        const form = await readForm(store, tenant, params.id);
        if (form === undefined) throw notFound("form");
        return { body: await checkResponses(store, tenant, form.id, [...new Set(query.ids)]) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/responses/:id",
      tag,
      summary: "One response with its answers",
      scope: "read",
      params: id,
      query: z.strictObject({ form: name.optional().meta({ description: "where several forms have the id" }) }),
      answers: {
        200: { description: "The response", schema: FormResponse },
        404: { description: "No such response" },
        410: { description: "It was deleted" },
      },
      async handle({ principal: { tenant }, params, query }) {
        const found = existing(await findResponse(store, tenant, params.id, query.form));
        const receipt = await receiptOf(store, tenant, found.id);
        const stands = receipt && { receipt: { id: receipt.id, state: receipt.state } };
        return { body: { ...shownResponse(found.doc), ...stands } };
      },
    }),
  ];
}

export const responseRoutes = (deps: RouteDeps): Route[] => [...writeRoutes(deps), ...readRoutes(deps)];
