/** timeline-entries.create, timeline-entries.update and timeline-entries.list. */
import type { MethodContext } from "./method.ts";
import { pageOf } from "./pages.ts";
import type { EntryObject } from "./state.ts";
import { badRequest, choice, date, type Fields, id, list, notFound, optionalText, text } from "./validation.ts";

const VISIBILITIES = ["private", "internal", "external", "public"] as const;
const BODY_TYPES = ["text", "snap_kit", "snap_widget", "data"] as const;

/** Works are known under two names; a timeline belongs to the object, whatever it was called by. */
function objectOf(context: MethodContext, asked: string): string {
  const work = context.organisation.works.get(asked);
  if (work !== undefined) return work.id;
  if (/:(ticket|issue)\/|^(TKT|ISS)-/.test(asked)) throw notFound(`object not found: ${asked}`);
  return asked;
}

/** As documented: "at least a minute from now", by clocks that differ by seconds. */
const SHORTEST_LIFE_MS = 60_000;
const CLOCKS_APART_MS = 10_000;

export function createEntry(fields: Fields, context: MethodContext) {
  if (choice(fields, "type", ["timeline_comment"]) === undefined) throw badRequest("type: required");
  const object = objectOf(context, id(fields, "object"));
  const body = optionalText(fields, "body", { maximum: 65_536 });
  const expires = date(fields, "expires_at");
  if (expires !== undefined && expires < context.now + SHORTEST_LIFE_MS - CLOCKS_APART_MS) {
    throw badRequest("expires_at: at least a minute from now");
  }
  const { entries } = context.organisation;
  const number = entries.nextNumber();
  const at = new Date(context.now).toISOString();
  const entry: EntryObject = {
    type: "timeline_comment",
    id: `${object}:comment/${number.toString(36).padStart(8, "0")}`,
    display_id: `${object}:comment/${number}`,
    object,
    body,
    body_type: choice(fields, "body_type", BODY_TYPES) ?? "text",
    visibility: choice(fields, "visibility", VISIBILITIES) ?? "external",
    ...(expires === undefined ? {} : { expires_at: new Date(expires).toISOString() }),
    created_by: context.caller,
    created_date: at,
    modified_date: at,
  };
  entries.put(entry, context.now);
  return { status: 201, body: { timeline_entry: entry } };
}

export function updateEntry(fields: Fields, context: MethodContext) {
  const asked = id(fields, "id");
  const entry = context.organisation.entries.get(asked);
  if (entry === undefined) throw notFound(`timeline entry not found: ${asked}`);
  const updated: EntryObject = {
    ...entry,
    body: text(fields, "body", { maximum: 65_536 }),
    modified_date: new Date(context.now).toISOString(),
  };
  context.organisation.entries.put(updated, context.now);
  return { status: 200, body: { timeline_entry: updated } };
}

export function listEntries(fields: Fields, context: MethodContext) {
  const object = objectOf(context, id(fields, "object"));
  const visibilities = list(fields, "visibility");
  const listed = context.organisation.entries
    .listedAt(context.listedAt)
    .filter((entry) => entry.object === object)
    .filter((entry) => visibilities.length === 0 || visibilities.includes(entry.visibility))
    .filter((entry) => entry.expires_at === undefined || Date.parse(entry.expires_at) > context.now);
  const { items, next_cursor } = pageOf(listed, fields);
  return { status: 200, body: { timeline_entries: items, next_cursor } };
}
