/**
 * Reading a response: from whatever was sent to a checked response with its identity, or to every reason why not. The
 * edge, the hosted page and the reader of uploads all read by this.
 */
import { randomUUID } from "node:crypto";
import type { ZodError } from "zod";
import { readDate, whyNoDate } from "../model/dates.ts";
import type { Form } from "../model/form.ts";
import { hexDigest, shortId } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import { plainIssue } from "../model/plain-issue.ts";
import { depthOf, MAX_RECORD_BYTES, MAX_RECORD_DEPTH } from "../model/read-record.ts";
import { type Answer, type QueuedResponse, ResponseInput } from "../model/response.ts";
import { checkAnswers, type Style } from "./check-answers.ts";

/** What of a form answers are checked against. */
export type AnsweredForm = Pick<Form, "id" | "version" | "questions">;

export interface ReadingContext {
  /** The version that was answered, or undefined when the form never had it. */
  readonly versionOf: (version: number | undefined) => Promise<AnsweredForm | undefined>;
  readonly form: string;
  /** Unix seconds: when it reached us, and was submitted unless it says otherwise. */
  readonly receivedAt: number;
  /** The id of a response that brings none. */
  readonly fallbackId?: string;
  readonly upload?: string;
  readonly suspect?: string;
  /** What the other answers to a question show, in a file. */
  readonly styleOf?: (question: string) => Style | undefined;
}

export type ReadResponse =
  | { readonly response: QueuedResponse }
  | { readonly errors: readonly FieldError[]; readonly id?: string };

/** Of the document: two forms' senders may well use the same ids. */
export const responseKey = (form: string, id: string): string => shortId("response", form, id);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function shapeErrors(error: ZodError): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const field = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") {
      const isMissing = issue.code === "invalid_type" && /received undefined/.test(issue.message);
      return [{ field, code: isMissing ? "required" : "invalid", message: plainIssue(issue) }];
    }
    return issue.keys.map((key) => ({
      field: field === "" ? key : `${field}.${key}`,
      code: "unknown",
      message: "no such property",
    }));
  });
}

function readShape(input: unknown): { readonly shaped: ResponseInput } | { readonly errors: readonly FieldError[] } {
  const failed = (code: string, message: string) => ({ errors: [{ field: "", code, message }] });
  if (!isObject(input)) return failed("invalid", "a response is a JSON object");
  if (depthOf(input) > MAX_RECORD_DEPTH) return failed("too_deep", `nested more than ${MAX_RECORD_DEPTH} levels deep`);
  if (Buffer.byteLength(JSON.stringify(input)) > MAX_RECORD_BYTES)
    return failed("too_large", `more than ${MAX_RECORD_BYTES} bytes of JSON`);
  const parsed = ResponseInput.safeParse(input);
  return parsed.success ? { shaped: parsed.data } : { errors: shapeErrors(parsed.error) };
}

/** Everything that the sender said, however it was written down: what is not said (times, the version) is not in it. */
function hashOf({ submitted_at, session_id, metadata }: ResponseInput, answers: readonly object[]): string {
  return hexDigest("response", submitted_at ?? null, session_id ?? null, metadata, answers);
}

/** The sender's own id, whatever else is wrong with what was sent. */
export function givenId(input: unknown): string | undefined {
  const id = isObject(input) ? input.id : undefined;
  return typeof id === "string" || typeof id === "number" ? String(id).trim() || undefined : undefined;
}

export async function readResponse(input: unknown, context: ReadingContext): Promise<ReadResponse> {
  const given = givenId(input);
  const failed = (errors: readonly FieldError[]): ReadResponse => ({
    errors,
    ...(given === undefined ? {} : { id: given }),
  });
  const shape = readShape(input);
  if ("errors" in shape) return failed(shape.errors);
  const { shaped } = shape;
  const version = await context.versionOf(shaped.form_version);
  if (version === undefined)
    return failed([{ field: "form_version", code: "unknown_version", message: "the form has no such version" }]);
  const submitted = shaped.submitted_at === undefined ? context.receivedAt : readDate(shaped.submitted_at);
  const checked = checkAnswers(version.questions, shaped.answers, context.styleOf);
  const errors = "errors" in checked ? [...checked.errors] : [];
  if (submitted === undefined)
    errors.push({ field: "submitted_at", code: "invalid_date", message: whyNoDate(shaped.submitted_at!) });
  if ("errors" in checked || errors.length > 0) return failed(errors);

  const id = shaped.id ?? context.fallbackId ?? randomUUID();
  // Also of an id that we made: whoever got it may send it back.
  const key = responseKey(context.form, id);
  const answers = checked.answers.map(
    (answer): Answer => ({
      ...answer,
      id: shortId("answer", key, answer.question),
      submitted_at: answer.submitted_at ?? submitted!,
    }),
  );
  const response: QueuedResponse = {
    key,
    id,
    form: context.form,
    form_version: version.version,
    submitted_at: submitted!,
    received_at: context.receivedAt,
    hash: hashOf(shaped, checked.answers),
    metadata: shaped.metadata,
    answers,
    ...(shaped.session_id === undefined ? {} : { session_id: shaped.session_id }),
    ...(context.upload === undefined ? {} : { upload: context.upload }),
    ...(context.suspect === undefined ? {} : { suspect: context.suspect }),
  };
  return { response };
}
