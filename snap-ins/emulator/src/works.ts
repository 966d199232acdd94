/** works.create, works.get, works.list, works.update, works.delete. */

import { displayId, don } from "./ids.ts";
import type { MethodContext } from "./method.ts";
import { pageOf } from "./pages.ts";
import type { UserSummary, WorkObject } from "./state.ts";
import {
  badRequest,
  choice,
  date,
  type Fields,
  id,
  ids,
  list,
  notFound,
  object,
  optionalText,
  text,
} from "./validation.ts";

const SEVERITIES = ["blocker", "high", "medium", "low"] as const;
const TYPES = ["ticket", "issue"] as const;
const TITLE = { minimum: 1, maximum: 256 };
const BODY = { maximum: 65_536 };
/** The stages of DevRev's stock ticket. */
const STAGES = [
  "queued",
  "work_in_progress",
  "awaiting_product_assist",
  "awaiting_development",
  "in_development",
  "awaiting_customer_response",
  "resolved",
  "canceled",
  "accepted",
] as const;

function ownersOf(context: MethodContext, asked: readonly string[]): UserSummary[] {
  return asked.map((owner) => {
    const user = context.organisation.users.get(owner);
    if (user === undefined) throw badRequest(`owned_by: no such user: ${owner}`);
    return user;
  });
}

function tagsOf(context: MethodContext, asked: readonly unknown[]): WorkObject["tags"] {
  return asked.map((entry) => {
    const tag = context.organisation.tags.get(id((entry ?? {}) as Fields, "id"));
    if (tag === undefined) throw badRequest("tags: no such tag");
    return { tag: { id: tag.id, display_id: tag.display_id, name: tag.name } };
  });
}

function stageOf(fields: Fields): string | undefined {
  const stage = object(fields, "stage");
  return stage === undefined ? undefined : choice(stage, "name", STAGES);
}

function partOf(context: MethodContext, asked: string): WorkObject["applies_to_part"] {
  const part = context.organisation.parts.get(asked);
  if (part === undefined) throw badRequest(`applies_to_part: no such part: ${asked}`);
  return part;
}

function known(context: MethodContext, asked: string): WorkObject {
  const work = context.organisation.works.get(asked);
  if (work === undefined) throw notFound(`work not found: ${asked}`);
  return work;
}

export function createWork(fields: Fields, context: MethodContext) {
  const type = choice(fields, "type", TYPES);
  if (type === undefined) throw badRequest("type: required");
  const number = context.organisation.works.nextNumber();
  const body = optionalText(fields, "body", BODY);
  const severity = choice(fields, "severity", SEVERITIES);
  const owners = ids(fields, "owned_by");
  if (owners.length === 0) throw badRequest("owned_by: required");
  const at = new Date(context.now).toISOString();
  const work: WorkObject = {
    type,
    id: don("core", type, number),
    display_id: displayId(type, number),
    title: text(fields, "title", TITLE),
    body,
    severity,
    applies_to_part: partOf(context, id(fields, "applies_to_part")),
    owned_by: ownersOf(context, owners),
    stage: { name: stageOf(fields) ?? "queued" },
    tags: tagsOf(context, list(fields, "tags")),
    created_by: context.caller,
    created_date: at,
    modified_date: at,
  };
  context.organisation.works.put(work, context.now);
  return { status: 201, body: { work } };
}

export const getWork = (fields: Fields, context: MethodContext) => ({
  status: 200,
  body: { work: known(context, id(fields, "id")) },
});

export function updateWork(fields: Fields, context: MethodContext) {
  const work = known(context, id(fields, "id"));
  choice(fields, "type", TYPES);
  const title = optionalText(fields, "title", TITLE);
  const body = optionalText(fields, "body", BODY);
  const severity = choice(fields, "severity", SEVERITIES);
  const stage = stageOf(fields);
  const tags = object(fields, "tags");
  const owners = object(fields, "owned_by");
  const part = fields.applies_to_part === undefined ? undefined : partOf(context, id(fields, "applies_to_part"));
  const updated: WorkObject = {
    ...work,
    title: title ?? work.title,
    body: body ?? work.body,
    severity: severity ?? work.severity,
    stage: stage === undefined ? work.stage : { name: stage },
    tags: tags === undefined ? work.tags : tagsOf(context, list(tags, "set")),
    owned_by: owners === undefined ? work.owned_by : ownersOf(context, ids(owners, "set")),
    applies_to_part: part ?? work.applies_to_part,
    modified_date: new Date(context.now).toISOString(),
  };
  context.organisation.works.put(updated, context.now);
  return { status: 200, body: { work: updated } };
}

export function deleteWork(fields: Fields, context: MethodContext) {
  const work = known(context, id(fields, "id"));
  context.organisation.works.remove(work.id, context.now);
  return { status: 200, body: {} };
}

type Filter = (work: WorkObject) => boolean;

/** `created_date` as an object of a POST, or as `created_date.after` of a query. */
function createdBetween(fields: Fields): Filter | undefined {
  const range = typeof fields.created_date === "object" ? object(fields, "created_date") : undefined;
  const after = range === undefined ? date(fields, "created_date.after") : date(range, "after");
  const before = range === undefined ? date(fields, "created_date.before") : date(range, "before");
  if (after === undefined && before === undefined) return undefined;
  const [from, to] = [after ?? Number.NEGATIVE_INFINITY, before ?? Number.POSITIVE_INFINITY];
  return (work) => {
    const at = Date.parse(work.created_date);
    return at >= from && at <= to;
  };
}

/** What was asked for; a filter that is left out or empty lets everything through. */
function filtersOf(fields: Fields): Filter[] {
  const among = (wanted: readonly unknown[], of: (work: WorkObject) => readonly string[]): Filter | undefined => {
    if (wanted.length === 0) return undefined;
    const set = new Set(wanted);
    return (work) => of(work).some((value) => set.has(value));
  };
  const both = (of: { readonly id: string; readonly display_id: string }) => [of.id, of.display_id];
  const filters = [
    among(list(fields, "type"), (work) => [work.type]),
    among(list(fields, "applies_to_part"), (work) => both(work.applies_to_part)),
    among(list(fields, "created_by"), (work) => both(work.created_by)),
    among(list(fields, "owned_by"), (work) => work.owned_by.flatMap(both)),
    among(list(fields, "tags"), (work) => work.tags.flatMap(({ tag }) => both(tag))),
    among(list(object(fields, "stage") ?? {}, "name"), (work) => [work.stage.name]),
    createdBetween(fields),
  ];
  return filters.filter((filter) => filter !== undefined);
}

export function listWorks(fields: Fields, context: MethodContext) {
  const filters = filtersOf(fields);
  const listed = context.organisation.works.listedAt(context.listedAt).filter((work) => filters.every((f) => f(work)));
  const ascending = (list(fields, "sort_by") as readonly string[]).includes("created_date:asc");
  if (!ascending) listed.reverse();
  const { items, next_cursor } = pageOf(listed, fields);
  return { status: 200, body: { works: items, next_cursor } };
}
