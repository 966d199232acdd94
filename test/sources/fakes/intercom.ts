/** Intercom: conversations found by their last change, each asked for by itself, and those that were deleted. */
import type { ProviderAnswer } from "../../../src/sources/rig.testing.ts";
import { type Fake, type FakeItem, pageFrom } from "./fake.ts";

const SIZE = 10;
const idOf = (number: number): string => String(1_000 + number);
const changedAt = ({ at, editedAt = at }: FakeItem): number => editedAt;

const failed = (status: number, code: string, message: string): ProviderAnswer => ({
  status,
  json: { type: "error.list", request_id: "r1", errors: [{ code, message }] },
});

const limits = { "x-ratelimit-limit": "1667", "x-ratelimit-remaining": "1600" };

const listed = (item: FakeItem) => ({
  ...{ type: "conversation", id: idOf(item.number), title: null, created_at: item.at },
  ...{ updated_at: changedAt(item), waiting_since: null, snoozed_until: null, open: true, state: "open", read: false },
  ...{
    priority: "not_priority",
    admin_assignee_id: null,
    team_assignee_id: null,
    tags: { type: "tag.list", tags: [] },
  },
  source: {
    ...{ type: "conversation", id: `${item.number}9`, delivered_as: "customer_initiated", subject: "Sync" },
    ...{ body: item.text, url: null, redacted: false, attachments: [] },
    author: { type: "user", id: "u1", name: "A user", email: "a@example.com" },
  },
});

const whole = (item: FakeItem) => ({
  ...listed(item),
  ...(item.broken ? { source: 7 } : {}),
  conversation_parts: {
    ...{ type: "conversation_part.list", total_count: 1 },
    conversation_parts: [
      {
        ...{ type: "conversation_part", id: `${item.number}1`, part_type: "comment", body: "We look into it." },
        ...{ created_at: item.at + 1, updated_at: item.at + 1, notified_at: item.at + 1, redacted: false },
        author: { type: "admin", id: "a1", name: "An agent" },
      },
    ],
  },
});

interface Searched {
  readonly query: { readonly value: readonly { readonly operator: string; readonly value: number }[] };
  readonly pagination: { readonly per_page: number; readonly starting_after?: string };
}

export const intercom: Fake = {
  name: "Intercom",
  size: SIZE,
  repeats: true,
  saysHowLong: true,
  showsDeleted: true,
  registration: (url) => ({
    ...{ type: "intercom", settings: { base_url: url }, secrets: { access_token: "token", client_secret: "client" } },
  }),
  idOf,
  isPage: ({ url }) => url.pathname === "/conversations/search",
  answer({ url, headers, body }, { items, now, isRevoked }) {
    if (isRevoked || headers.authorization !== "Bearer token")
      return failed(401, "unauthorized", "Access Token Invalid");
    if (headers["intercom-version"] !== "2.16") return failed(400, "intercom_version_invalid", "no such version");
    const withLimits = (json: unknown): ProviderAnswer => ({
      headers: { ...limits, "x-ratelimit-reset": String(now + 10) },
      json,
    });
    if (url.pathname === "/conversations/deleted") {
      const [page, size] = ["page", "per_page"].map((name) => Number(url.searchParams.get(name))) as [number, number];
      if (size > 60) return failed(400, "parameter_invalid", "per_page is too big");
      const gone = items.filter((item) => item.gone).toSorted((a, b) => changedAt(b) - changedAt(a));
      const conversations = gone.map((item) => ({ id: idOf(item.number), object: "conversation", deleted: true }));
      return withLimits({ type: "list", conversations: conversations.slice((page - 1) * size, page * size) });
    }
    if (url.pathname !== "/conversations/search") {
      const item = items.find(({ number, gone }) => !gone && url.pathname === `/conversations/${idOf(number)}`);
      return item === undefined ? failed(404, "not_found", "Resource Not Found") : withLimits(whole(item));
    }
    const { query, pagination } = JSON.parse(body) as Searched;
    if (pagination.per_page > 150) return failed(400, "parameter_invalid", "per_page is too big");
    const since = query.value[0]!.value;
    const found = items
      .filter((item) => !item.gone && changedAt(item) > since)
      .sort((a, b) => changedAt(a) - changedAt(b));
    const { page, next } = pageFrom(found, Number(pagination.starting_after ?? 0), SIZE);
    const more = next === undefined ? {} : { next: { per_page: SIZE, starting_after: String(next) } };
    return withLimits({
      ...{ type: "conversation.list", total_count: found.length },
      conversations: page.map(listed),
      pages: { type: "pages", page: 1, per_page: SIZE, total_pages: Math.ceil(found.length / SIZE), ...more },
    });
  },
  limited: (seconds, now) => ({
    ...failed(429, "rate_limit_exceeded", "Exceeded rate limit"),
    headers: { ...limits, "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now + seconds) },
  }),
  refused: () => failed(401, "unauthorized", "Access Token Invalid"),
};
