/** Uploads: files of responses, taken in as they come, and what became of their rows. */
import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { readForm } from "../../forms/form-lookup.ts";
import { RowError, Upload } from "../../model/upload.ts";
import { listUploadErrors } from "../../operations/upload-errors.ts";
import { listUploads, mendableRows, readUpload, registerUpload, scanUploadErrors } from "../../operations/uploads.ts";
import { boundaryOf, filePart, NoFile } from "../../uploads/multipart.ts";
import { receive, TooLarge } from "../../uploads/receive.ts";
import { id, listOf, paging } from "../parameters.ts";
import { badField, notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { requireOpen } from "./responses.ts";

const tag = "Uploads";
const TYPES: ReadonlySet<string> = new Set([
  "text/csv",
  "text/tab-separated-values",
  "text/plain",
  "application/csv",
  "application/x-ndjson",
  "application/jsonl",
  "application/json-lines",
  "application/octet-stream",
  "application/vnd.ms-excel",
]);

interface ArrivingFile {
  /** Tells, by its ending or its type, how the file is written. */
  readonly name: string;
  readonly charset: string | undefined;
  readonly content: AsyncIterable<Buffer>;
}

const charsetOf = (type: string): string | undefined => /charset="?([\w.:-]{1,40})"?/i.exec(type)?.[1];

function unpacked(request: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = (request.headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding === "identity") return request;
  if (encoding !== "gzip" && encoding !== "x-gzip") throw new Problem(415, "the body may be compressed with gzip only");
  const gunzip = createGunzip();
  request.once("error", (error) => gunzip.destroy(error));
  return request.pipe(gunzip);
}

/** A raw body, or the file of a multipart one. */
async function arriving(request: IncomingMessage): Promise<ArrivingFile> {
  const type = request.headers["content-type"] ?? "";
  const name = type.split(";")[0]!.trim().toLowerCase();
  const content = unpacked(request);
  if (name === "multipart/form-data") {
    const boundary = boundaryOf(type);
    if (boundary === undefined) throw new Problem(415, "the multipart body names no boundary");
    const part = await filePart(content, boundary);
    return { name: part.name, charset: charsetOf(part.type), content: part.content };
  }
  if (!TYPES.has(name)) throw new Problem(415, "send text/csv, application/x-ndjson or multipart/form-data");
  return {
    name: name === "text/plain" || name === "application/octet-stream" ? "" : name,
    charset: charsetOf(type),
    content,
  };
}

/** What went wrong while the file came in, as far as its sender can do something about it. */
function problemOf(error: unknown): unknown {
  if (error instanceof TooLarge) return new Problem(413, error.message, { headers: { Connection: "close" } });
  if (error instanceof NoFile) return badField("", "no_file", error.message);
  const { code } = error as { readonly code?: unknown };
  if (typeof code === "string" && /^Z_|ECONNRESET|ERR_STREAM_PREMATURE_CLOSE/.test(code))
    return new Problem(400, "the body could not be read to its end");
  return error;
}

function sendRoutes({ store, queue, objects, config, now, forms }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/forms/:id/uploads",
      tag,
      summary: "Send a file of responses, CSV or JSON lines, raw or as multipart/form-data; gzip is welcome",
      scope: "ingest",
      params: id,
      query: z.strictObject({
        again: z
          .enum(["true", "false"])
          .optional()
          .meta({ description: "read the file although the same bytes were sent before" }),
      }),
      body: z.string() as z.ZodType<unknown>,
      // Read by the handler, as it comes.
      read: async () => undefined,
      answers: {
        202: { description: "The file is safe, and will be read", schema: Upload },
        404: { description: "No such form" },
        409: { description: "The form takes no responses" },
        413: { description: "The file is too large" },
        415: { description: "Neither CSV nor JSON lines" },
      },
      async handle({ principal: { tenant }, params, query, request }) {
        const form = await forms.current(tenant, params.id);
        if (form === undefined) throw notFound("form");
        if (objects === undefined) throw new Problem(501, "no bucket is named (S3_BUCKET): files can't be kept");
        requireOpen(form);
        try {
          const { name, charset, content } = await arriving(request);
          const received = await receive(objects, form.id, content, config.UPLOAD_MAX_BYTES);
          const file = { name, charset, again: query.again === "true" };
          const body = await registerUpload({ store, queue, objects, now }, tenant, form, received, file);
          return { status: 202, body, headers: { Location: `/api/v1/uploads/${body.id}` } };
        } catch (error) {
          throw problemOf(error);
        }
      },
    }),
  ];
}

function readRoutes({ store }: RouteDeps): Route[] {
  const missing = { 404: { description: "No such upload" } };
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/forms/:id/uploads",
      tag,
      summary: "The uploads of a form, newest first",
      scope: "read",
      params: id,
      query: z.strictObject(paging),
      answers: {
        200: { description: "A page of uploads", schema: listOf(Upload) },
        404: { description: "No such form" },
      },
      async handle({ principal: { tenant }, params, query }) {
        if ((await readForm(store, tenant, params.id)) === undefined) throw notFound("form");
        return { body: await listUploads(store, tenant, params.id, query) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/uploads/:id",
      tag,
      summary: "The state of an upload",
      scope: "read",
      params: id,
      answers: { 200: { description: "The upload", schema: Upload }, ...missing },
      async handle({ principal: { tenant }, params }) {
        const upload = await readUpload(store, tenant, params.id);
        if (upload === undefined) throw notFound("upload");
        return { body: upload };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/uploads/:id/errors",
      tag,
      summary:
        "The wrong rows as they were, each with what is wrong, ready to be mended and sent again; as JSON, what is wrong by row and field",
      scope: "read",
      params: id,
      query: z.strictObject({
        ...paging,
        format: z
          .enum(["csv", "json"])
          .optional()
          .meta({ description: "json: a page of errors, as with Accept: application/json, limit or cursor" }),
      }),
      answers: {
        200: {
          description: "CSV, or JSON lines for a file of those; as JSON, a page of errors",
          schema: listOf(RowError),
        },
        ...missing,
      },
      async handle({ principal: { tenant }, params, query, request }) {
        const stored = await store.get(tenant, "uploads", params.id);
        if (stored === undefined) throw notFound("upload");
        const { doc } = stored;
        const isPaged = query.limit !== undefined || query.cursor !== undefined;
        const isJson = isPaged || /\bapplication\/json\b/.test(request.headers.accept ?? "");
        if (query.format === "json" || (query.format === undefined && isJson))
          return { body: await listUploadErrors(store, tenant, params.id, doc, query) };
        const type = doc.header === undefined && doc.rows > 0 ? "application/x-ndjson" : "text/csv";
        return { stream: { type, pieces: mendableRows(doc, scanUploadErrors(store, tenant, params.id)) } };
      },
    }),
  ];
}

export const uploadRoutes = (deps: RouteDeps): Route[] => [...sendRoutes(deps), ...readRoutes(deps)];
