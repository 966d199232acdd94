/** Feeding a daemon over HTTP and reading its books, for whole-system tests. */
import { existsSync, readFileSync } from "node:fs";
import { sleep } from "../src/lifecycle.ts";

const REAL = new URL("../../shared/data/reviews/phonepe.jsonl", import.meta.url);
const SAMPLE = new URL("../examples/sample/feedback.jsonl", import.meta.url);

export type FeedbackRecord = Readonly<Record<string, unknown>>;

/** 995 real reviews where the development data is beside the project, else the bundled sample with fixed dates. */
export function readFeedback(): FeedbackRecord[] {
  const lines = readFileSync(existsSync(REAL) ? REAL : SAMPLE, "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const { days_ago, ...record } = JSON.parse(line) as { days_ago?: number };
      return days_ago === undefined
        ? record
        : { app: "Pedalwick", ...record, date: 1_700_000_000 - Math.round(days_ago * 86_400) };
    });
}

export interface Books {
  readonly received: number;
  readonly stored: number;
  readonly updated: number;
  readonly duplicate: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly rejected: Readonly<Record<string, number>>;
  readonly dead: number;
  readonly in_flight: number;
  readonly balanced: boolean;
}

export async function getJson<T>(url: string, path: string): Promise<T> {
  const reply = await fetch(new URL(path, url));
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** Without the last audit, which comes when it comes. */
export async function readBooks(url: string): Promise<Books> {
  const { audit: _, ...books } = await getJson<Books & { readonly audit?: unknown }>(url, "/api/v1/ledger");
  return books;
}

/** Sends until it is accepted, through restarts and refusals; what was sent twice is the daemon's to know. */
export async function sendFeedback(
  url: string,
  records: readonly FeedbackRecord[],
  { patient = false } = {},
): Promise<void> {
  for (let tries = 0; ; tries++) {
    const reply = await fetch(new URL("/api/v1/feedback", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(records),
    }).catch(() => undefined);
    if (reply?.status === 202) return;
    if (!patient || tries > 600) throw new Error(`feedback was not taken: ${reply?.status} ${await reply?.text()}`);
    await sleep(100);
  }
}

/** Waits until so many records were received and none is in flight. */
export async function settled(url: string, received: number, milliseconds = 60_000): Promise<Books> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const books = await readBooks(url).catch(() => undefined);
    if (books !== undefined && books.received >= received && books.in_flight === 0) return books;
    if (Date.now() > end) throw new Error(`not settled: ${JSON.stringify(books)}`);
    await sleep(100);
  }
}

const withoutTheme = (key: string, value: unknown): unknown => (key === "theme" ? undefined : value);

/** Every insight by id, without what a periodic pass writes. */
export async function readInsights(url: string): Promise<Map<string, string>> {
  const insights = new Map<string, string>();
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: { items: Record<string, unknown>[]; next_cursor: string | null } = await getJson(
      url,
      `/api/v1/insights?limit=500&sort=oldest${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const { cluster_id: _, themes: _t, marks: __, batch: ___, ingested_at: ____, ...insight } of page.items)
      insights.set(String(insight.id), JSON.stringify(insight, withoutTheme));
    cursor = page.next_cursor;
  }
  return insights;
}
