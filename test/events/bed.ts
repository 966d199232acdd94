/** The whole way of an event for tests: a server, the embedded queue, the event writer, and a store. */

import { describe } from "node:test";
import { createJudge } from "../../src/events/judge.ts";
import { createSchemas } from "../../src/events/schemas.ts";
import { createEventIntake } from "../../src/ingestion/event-intake.ts";
import { readBalance } from "../../src/ledger/balance.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import { createEventWriterLoop } from "../../src/loops/event-writer/loop.ts";
import { startDeadLetterCollector } from "../../src/loops/frame/collector.ts";
import { startLoop } from "../../src/loops/frame/start.ts";
import type { Balance } from "../../src/model/ledger.ts";
import { DEFAULT_TENANT, type TenantId } from "../../src/model/tenant.ts";
import { createTypeCheck } from "../../src/operations/event-types.ts";
import { type Asking, startTestServer, type TestServer } from "../../src/server/server.testing.ts";
import type { Store } from "../../src/store/store.ts";
import { describeOnBothStores } from "../../src/store/testsuite/both-stores.ts";
import { eventually, openTestbed, type Testbed } from "../testbed.ts";

export interface EventBed {
  readonly testbed: Testbed;
  readonly server: TestServer;
  /** Any answer, as the test needs to see it. */
  ask<Body = never>(
    method: string,
    path: string,
    asking?: Asking,
  ): Promise<{ status: number; body: Body; headers: Headers; text: string }>;
  /** Sends events as JSON, and fails unless they are taken. */
  send(events: unknown, asking?: Asking): Promise<{ readonly accepted: number; readonly batch_ids: readonly string[] }>;
  balance(tenant?: TenantId): Promise<Balance>;
  /** Once so many events are accounted for. */
  settled(received: number, tenant?: TenantId): Promise<Balance>;
  close(): Promise<void>;
}

/** On a store of its own unless one is given. */
export async function openEventBed(
  environment: Readonly<Record<string, string>> = {},
  store?: Store,
): Promise<EventBed> {
  const own = await openTestbed();
  const testbed = store === undefined ? own : { ...own, store, ledger: createLedger(store) };
  const writeEvents = createEventIntake({ ...testbed, clock: Date.now });
  const schemas = createSchemas({ validateMs: 500 });
  const server = await startTestServer({
    store: testbed.store,
    queue: testbed.queue,
    writeEvents,
    schemas,
    environment,
  });
  const checkTypes = createTypeCheck({ store: testbed.store, schemas });
  const judge = createJudge({ checkTypes, clockSkewMs: 60_000 });
  const loop = startLoop(
    createEventWriterLoop({ store: testbed.store, judge, defaultApplication: "default" }),
    testbed,
  );
  const collector = startDeadLetterCollector("events", testbed);
  const balance = (tenant = DEFAULT_TENANT) => readBalance(testbed.store, tenant, { pipeline: "events" });
  return {
    testbed,
    server,
    ask: (method, path, asking) => server.ask(method, path, asking),
    async send(events, asking) {
      const { status, body, text } = await server.ask<{ accepted: number; batch_ids: string[] }>(
        "POST",
        "/api/v1/events",
        {
          json: events,
          ...asking,
        },
      );
      if (status !== 202) throw new Error(`${status} ${text}`);
      return body;
    },
    balance,
    settled: (received, tenant) =>
      eventually(`${received} events accounted for`, async () => {
        const books = await balance(tenant);
        await testbed.store.refresh(["events", "event_errors", "sessions", "rejections"]);
        return books.received === received && books.in_flight === 0 && books;
      }),
    async close() {
      await loop.stop(1_000);
      await collector.stop(1_000);
      await server[Symbol.asyncDispose]();
      await schemas.close();
      await own.close();
    },
  };
}

/** The same tests on both stores; what `open` gives is closed before its store is. */
export function describeEvents(title: string, tests: (open: () => Promise<EventBed>) => void): void {
  describeOnBothStores(title, (current) => {
    describe("from request to query", () => tests(() => openEventBed({}, current())));
  });
}

let number = 0;

/** A right event; parts say what is different about it. */
export const event = (parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  session_id: "s1",
  category: "page",
  name: "view",
  data: { path: `/${++number}` },
  timestamp: new Date().toISOString(),
  ...parts,
});
