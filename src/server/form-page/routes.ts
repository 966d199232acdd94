/** Where a hosted form is met: shown, sent, thanked for. Whoever has the link may; nobody is asked for a key. */
import { randomUUID } from "node:crypto";
import type { Express, Request, RequestHandler, Response } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import type { TakenResponses } from "../../forms/response-intake.ts";
import { withDeadline } from "../../lifecycle.ts";
import type { Form } from "../../model/form.ts";
import type { FieldError } from "../../model/outcome.ts";
import { cleanText } from "../../model/read-record.ts";
import type { AnswerInput } from "../../model/response.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import { readBody } from "../body.ts";
import { readProblem } from "../problem.ts";
import { readQueryString } from "../query-string.ts";
import type { RouteDeps } from "../route-deps.ts";
import { refuseMethod } from "../router.ts";
import { chooseLanguage, type Language, languages } from "./languages.ts";
import { type Errors, fieldName, formPage, messagePage, TRAP, type Values } from "./page.ts";
import { FORM_TYPES, readFields } from "./sent-fields.ts";

const MAX_BODY_BYTES = 256 * 1024;
const WINDOW_MS = 60_000;
const INTAKE_TIMEOUT_MS = 5_000;
/** Of a form on which nothing was answered. */
const EMPTY: FieldError = { field: "answers", code: "empty", message: "nothing is answered" };
const CLIENT_ID = /^[A-Za-z0-9-]{8,64}$/;

/** Any page may frame it; it has no cookies, nothing but what people write into it, and no script but its own. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors *";

function languageOf(request: Request): Language {
  const asked = new URL(request.url, "http://page").searchParams.get("lang") ?? undefined;
  return chooseLanguage(asked, request.headers["accept-language"]);
}

function send(response: Response, page: string, status = 200): void {
  response
    .status(status)
    .set({ "Content-Security-Policy": POLICY, "Cache-Control": "private, no-store", Vary: "Accept-Language" });
  response.removeHeader("X-Frame-Options");
  // Elsewhere than here the page is framed by strangers.
  response.set("Cross-Origin-Resource-Policy", "cross-origin");
  response.type("html").send(page);
}

/** What was sent, each value cleaned as those of records are. */
interface Sent {
  readonly id: string;
  readonly version: number | undefined;
  readonly sessionId: string | undefined;
  readonly trapped: boolean;
  readonly values: Values;
}

function readSent(fields: URLSearchParams, form: Form): Sent {
  const one = (name: string): string => cleanText(fields.get(name) ?? "").trim();
  const id = one("id");
  const version = Number(one("version"));
  return {
    id: CLIENT_ID.test(id) ? id : randomUUID(),
    version: Number.isSafeInteger(version) && version > 0 ? version : undefined,
    sessionId: one("session_id").slice(0, 1_000) || undefined,
    trapped: one(TRAP) !== "",
    values: new Map(
      form.questions.map(({ id }) => [
        id,
        fields.getAll(fieldName(id)).map((value) => cleanText(value).replaceAll("\r\n", "\n")),
      ]),
    ),
  };
}

function answersOf(form: Form, values: Values): { readonly answers: AnswerInput[]; readonly order: readonly string[] } {
  const answers = form.questions.flatMap(({ id, question_type: type }): AnswerInput[] => {
    const given = [...new Set((values.get(id) ?? []).filter((value) => value.trim() !== ""))];
    if (given.length === 0) return [];
    if (type === "multiple_choice") return [{ question: id, selected_choices: given }];
    // Two fields of one name that say two things are two answers, which are refused.
    return given.map((value) => ({ question: id, answer_text: value }));
  });
  return { answers, order: answers.map(({ question }) => question) };
}

/** `answers.2.answer_text` is of the third answer, `answers.<question>` of a question without one. */
function errorsByQuestion(errors: readonly FieldError[], order: readonly string[]): Errors {
  return new Map(
    errors.flatMap((error) => {
      const [, at] = /^answers\.([^.]+)/.exec(error.field) ?? [];
      return at === undefined ? [] : [[order[Number(at)] ?? at, error] as const];
    }),
  );
}

function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: perMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    keyGenerator: (request) => `${ipKeyGenerator(request.ip ?? "")} ${request.params.public_id}`,
    handler: (request, response) => {
      const language = languageOf(request);
      const { busy, wrong } = languages[language];
      response.set("Retry-After", String(WINDOW_MS / 1000));
      send(response, messagePage(language, wrong, busy), 429);
    },
  });
}

export function createFormPages(
  app: Express,
  { forms, responses, config, log, intakeTimeoutMs = INTAKE_TIMEOUT_MS }: RouteDeps,
): void {
  const late = (): never => {
    throw new QueueUnavailable(`nothing was taken within ${intakeTimeoutMs} ms`);
  };

  /** A draft is nobody's to see: it is as little there as a form that never was. */
  async function published(request: Request) {
    const found = await forms.ofPage(String(request.params.public_id));
    return found?.form.status === "draft" ? undefined : found;
  }

  function answerMissing(response: Response, language: Language): void {
    const { missing } = languages[language];
    send(response, messagePage(language, missing, missing), 404);
  }

  function answerClosed(response: Response, language: Language, status: number): void {
    const { closed } = languages[language];
    send(response, messagePage(language, closed, closed), status);
  }

  const show: RequestHandler = async (request, response) => {
    const language = languageOf(request);
    const found = await published(request);
    if (found === undefined) return answerMissing(response, language);
    if (found.form.status === "closed") return answerClosed(response, language, 200);
    const sessionId = readQueryString(request.url).session_id?.slice(0, 1_000);
    const page = {
      form: found.form,
      language,
      responseId: randomUUID(),
      sessionId,
      values: new Map(),
      errors: new Map(),
    };
    send(response, formPage(page));
  };

  const take: RequestHandler = async (request, response) => {
    const language = languageOf(request);
    const found = await published(request);
    if (found === undefined) return answerMissing(response, language);
    const { tenant, form } = found;
    if (form.status === "closed") return answerClosed(response, language, 409);
    const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, types: [...FORM_TYPES] });
    const fields = await readFields(body, request.headers["content-type"] ?? "");
    const asked = Number(fields.get("version"));
    // Checked and shown again as it was when it was filled in.
    const answered =
      asked > 0 && asked !== form.version ? ((await forms.version(tenant, form.id, asked)) ?? form) : form;
    const sent = readSent(fields, answered);
    const { answers, order } = answersOf(answered, sent.values);
    const again = (errors: Errors): void =>
      send(
        response,
        formPage({
          form: { ...answered, public_id: form.public_id },
          language,
          responseId: sent.id,
          sessionId: sent.sessionId,
          values: sent.values,
          errors,
        }),
        400,
      );
    // Sent by mistake: it would count as somebody who answered. A needed question says so itself.
    const [first] = answered.questions;
    const isEmpty = answers.length === 0 && !sent.trapped && !answered.questions.some(({ required }) => required);
    if (isEmpty && first !== undefined) return again(new Map([[first.id, EMPTY]]));
    const input = {
      id: sent.id,
      form_version: answered.version,
      metadata: { channel: "page" },
      answers,
      ...(sent.sessionId === undefined ? {} : { session_id: sent.sessionId }),
    };
    const suspect = sent.trapped ? { suspect: "honeypot" } : {};
    const submission = { tenant, form, responses: [input], ...suspect };
    const taken: TakenResponses = await withDeadline(
      intakeTimeoutMs,
      (signal) => responses.take(submission, signal),
      late,
    );
    const [refused] = taken.rejected;
    if (refused === undefined) {
      response.set("Cache-Control", "no-store").redirect(303, `/f/${form.public_id}/thanks?lang=${language}`);
      return;
    }
    const { already, anew, wrong } = languages[language];
    if (["differs", "deleted"].includes(refused.errors[0]?.code ?? "")) {
      return send(
        response,
        messagePage(language, wrong, already, { href: `/f/${form.public_id}?lang=${language}`, text: anew }),
        409,
      );
    }
    again(errorsByQuestion(refused.errors, order));
  };

  /** People are told in their language; what it was is in the log. */
  const tellPeople =
    (work: RequestHandler): RequestHandler =>
    async (request, response, next) => {
      try {
        await work(request, response, next);
      } catch (error) {
        const problem = readProblem(error);
        if (problem === undefined) log.error({ event: "form_page_failed", err: error }, "a form's page failed");
        const language = languageOf(request);
        const { busy, wrong, errors } = languages[language];
        const status = problem?.status ?? 500;
        response.set(problem?.options.headers ?? {});
        send(response, messagePage(language, wrong, status === 503 ? busy : errors.other), status);
      }
    };

  app.get("/f/:public_id", tellPeople(show));
  app.post("/f/:public_id", limitRate(config.FORM_RATE_LIMIT), tellPeople(take));
  app.all("/f/:public_id", refuseMethod(["GET", "HEAD", "POST"]));
  app.get("/f/:public_id/thanks", (request, response) => {
    const language = languageOf(request);
    const { thanks, received } = languages[language];
    send(response, messagePage(language, thanks, received));
  });
}
