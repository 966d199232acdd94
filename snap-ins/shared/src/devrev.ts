/** The few methods of DevRev's public API that the snap-ins need. */
import type { DevRevAccess } from "./event.ts";
import type { SendRequest } from "./http.ts";
import { fail, ok, type Result } from "./result.ts";

export type Severity = "blocker" | "high" | "medium" | "low";
export const MAX_TITLE = 256;
export const MAX_BODY = 65_536;

export interface WorkItem {
  readonly id: string;
  readonly display_id?: string;
  readonly title: string;
  readonly body?: string;
  readonly created_date?: string;
  readonly stage?: Stage;
  readonly tags?: readonly { readonly tag: { readonly id: string; readonly name: string } }[];
}

/** An organisation's own stages have names of their own; the state that they belong to says whether they are the end. */
export interface Stage {
  readonly name?: string;
  readonly state?: StageState;
  readonly stage?: { readonly state?: StageState };
}

export interface StageState {
  readonly name?: string;
  readonly is_final?: boolean;
}

export interface NewTicket {
  readonly title: string;
  readonly body: string;
  readonly severity: Severity;
  readonly applies_to_part: string;
  readonly owned_by: readonly string[];
  readonly tags: readonly { readonly id: string }[];
  /** The first one when left out. */
  readonly stage?: string;
}

export interface TicketUpdate {
  readonly id: string;
  readonly body: string;
  readonly severity: Severity;
  readonly tags: readonly { readonly id: string }[];
  readonly stage?: string;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
}

export interface TimelineEntry {
  readonly id: string;
  readonly body?: string;
}

export interface TicketFilter {
  readonly tagId?: string;
  /** ISO 8601, inclusive. */
  readonly createdAfter?: string;
}

export type Visibility = "private" | "internal" | "external";

export interface DevRev {
  /** Not repeatable: an `unknown` failure means that there may now be a ticket. */
  createTicket(ticket: NewTicket, patienceMs: number): Promise<Result<WorkItem>>;
  updateTicket(update: TicketUpdate): Promise<Result<WorkItem>>;
  /** `undefined` when there is none, or no more. */
  readTicket(id: string): Promise<Result<WorkItem | undefined>>;
  /** Newest first. A work item shows up some time after it was created. */
  listTickets(filter: TicketFilter, cursor?: string): Promise<Result<{ works: readonly WorkItem[]; next?: string }>>;
  findTag(name: string): Promise<Result<Tag | undefined>>;
  /** Looks at every tag: for a name that exists in another spelling. */
  findTagAmongAll(name: string): Promise<Result<Tag | undefined>>;
  createTag(name: string, description: string): Promise<Result<Tag>>;
  /** Not repeatable. `lifeSeconds`: the entry disappears by itself after that; DevRev wants more than a minute. */
  addTimelineEntry(
    object: string,
    body: string,
    visibility: Visibility,
    lifeSeconds?: number,
  ): Promise<Result<TimelineEntry>>;
  updateTimelineEntry(id: string, body: string): Promise<Result<TimelineEntry>>;
  listTimelineEntries(object: string): Promise<Result<readonly TimelineEntry[]>>;
}

const PAGE = 100;
/** A timeline longer than this is not read to its end: what we look for is recent. */
const MAX_TIMELINE_PAGES = 10;
/** 5,000 tags. */
const MAX_TAG_PAGES = 50;

interface TagPage {
  readonly tags: readonly Tag[];
  /** "" at the end. */
  readonly next: string;
}

/** Cut to at most `length` UTF-16 units, never inside a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const splits = /[\uD800-\uDBFF]/.test(text[end - 1] ?? "");
  return `${text.slice(0, splits ? end - 1 : end)}…`;
}

export function createDevRev(access: DevRevAccess, send: SendRequest, now: () => number): DevRev {
  const call = async <T>(
    method: string,
    body: unknown,
    repeatable: boolean,
    patienceMs?: number,
  ): Promise<Result<T>> => {
    const sent = await send({
      method: "POST",
      url: `${access.endpoint}/${method}`,
      headers: { authorization: access.token },
      body,
      repeatable,
      patienceMs,
      whom: "DevRev",
    });
    if (!sent.ok) return sent;
    if (typeof sent.value.json !== "object" || sent.value.json === null) {
      return fail({ kind: "unknown", message: `DevRev: ${method} answered without JSON` });
    }
    return ok(sent.value.json as T);
  };

  /** The object that an answer is about; an answer without it says nothing of what was done. */
  function picked<K extends string, T extends { readonly id: string }>(
    result: Result<Readonly<Partial<Record<K, T>>>>,
    key: K,
  ): Result<T> {
    if (!result.ok) return result;
    const value = result.value[key];
    if (typeof value?.id === "string") return ok(value);
    return fail({ kind: "unknown", message: `DevRev answered without the ${key.replace("_", " ")}` });
  }

  async function listTags(names: readonly string[], cursor?: string): Promise<Result<TagPage>> {
    const reply = await call<{ tags?: readonly Tag[]; next_cursor?: string }>(
      "tags.list",
      { ...(names.length === 0 ? {} : { name: names }), limit: PAGE, cursor },
      true,
    );
    return reply.ok ? ok({ tags: reply.value.tags ?? [], next: reply.value.next_cursor ?? "" }) : reply;
  }

  /** Whether "Login" and "login" are one name is up to the organisation; the very name goes first. */
  const named = (tags: readonly Tag[], name: string): Tag | undefined =>
    tags.find((tag) => tag.name === name) ?? tags.find((tag) => tag.name?.toLowerCase() === name.toLowerCase());

  async function listTimelineEntries(object: string): Promise<Result<readonly TimelineEntry[]>> {
    type Page = { readonly timeline_entries?: readonly TimelineEntry[]; readonly next_cursor?: string };
    const entries: TimelineEntry[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_TIMELINE_PAGES; page += 1) {
      const body = { object, limit: PAGE, cursor };
      const reply = await call<Page>("timeline-entries.list", body, true);
      if (!reply.ok) return reply;
      entries.push(...(reply.value.timeline_entries ?? []));
      cursor = reply.value.next_cursor;
      if (cursor === undefined || cursor === "") break;
    }
    return ok(entries);
  }

  return {
    async createTicket({ stage, ...ticket }, patienceMs) {
      const body = { type: "ticket", ...ticket, ...(stage === undefined ? {} : { stage: { name: stage } }) };
      return picked(await call<{ work: WorkItem }>("works.create", body, false, patienceMs), "work");
    },
    async updateTicket({ tags, stage, ...update }) {
      const body = {
        type: "ticket",
        ...update,
        tags: { set: tags },
        ...(stage === undefined
          ? {}
          : { stage: { name: stage }, stage_validation_options: ["allow_invalid_transition"] }),
      };
      return picked(await call<{ work: WorkItem }>("works.update", body, true), "work");
    },
    async readTicket(id) {
      const reply = await call<{ work: WorkItem }>("works.get", { id }, true);
      if (!reply.ok && reply.failure.status === 404) return ok(undefined);
      return picked(reply, "work");
    },
    async listTickets(filter, cursor) {
      type Page = { readonly works?: readonly WorkItem[]; readonly next_cursor?: string };
      const body = {
        type: ["ticket"],
        limit: PAGE,
        sort_by: ["created_date:desc"],
        ...(filter.tagId === undefined ? {} : { tags: [filter.tagId] }),
        ...(filter.createdAfter === undefined ? {} : { created_date: { type: "range", after: filter.createdAfter } }),
        cursor,
      };
      const reply = await call<Page>("works.list", body, true);
      if (!reply.ok) return reply;
      const next = reply.value.next_cursor ?? "";
      return ok({ works: reply.value.works ?? [], ...(next === "" ? {} : { next }) });
    },
    async findTag(name) {
      const reply = await listTags([name]);
      return reply.ok ? ok(named(reply.value.tags, name)) : reply;
    },
    async findTagAmongAll(name) {
      let cursor: string | undefined;
      for (let page = 0; page < MAX_TAG_PAGES; page += 1) {
        const reply = await listTags([], cursor);
        if (!reply.ok) return reply;
        const found = named(reply.value.tags, name);
        if (found !== undefined || reply.value.next === "") return ok(found);
        cursor = reply.value.next;
      }
      return ok(undefined);
    },
    async createTag(name, description) {
      // Repeatable: names are unique, so a second one is refused and the first is found.
      return picked(await call<{ tag: Tag }>("tags.create", { name, description }, true), "tag");
    },
    async addTimelineEntry(object, text, visibility, lifeSeconds) {
      const expires =
        lifeSeconds === undefined ? {} : { expires_at: new Date(now() + lifeSeconds * 1_000).toISOString() };
      const body = {
        type: "timeline_comment",
        object,
        body: cut(text, MAX_BODY),
        body_type: "text",
        visibility,
        ...expires,
      };
      return picked(
        await call<{ timeline_entry: TimelineEntry }>("timeline-entries.create", body, false),
        "timeline_entry",
      );
    },
    async updateTimelineEntry(id, text) {
      const body = { type: "timeline_comment", id, body: cut(text, MAX_BODY) };
      return picked(
        await call<{ timeline_entry: TimelineEntry }>("timeline-entries.update", body, true),
        "timeline_entry",
      );
    },
    listTimelineEntries,
  };
}
