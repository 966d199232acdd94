/** Receipts for tests: a store, the server that hears the callbacks, a Twilio with faults, and a clock of their own. */
import { after, before, beforeEach, describe } from "node:test";
import { pino } from "pino";
import { freePort } from "../../../test/daemon.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import { createLogDelivery, type Deliveries } from "../../delivery/open.ts";
import { ACCOUNT, type FakeMessage, startTwilioFake, TOKEN, type TwilioFake } from "../../delivery/twilio.testing.ts";
import { createTwilioDelivery } from "../../delivery/twilio.ts";
import type { ReceiptDocument } from "../../model/receipt.ts";
import type { ReceiptState } from "../../model/receipt-names.ts";
import { TenantId } from "../../model/tenant.ts";
import { startTestServer, type TestServer } from "../../server/server.testing.ts";
import type { Store } from "../../store/store.ts";
import { describeOnBothStores, type Engine } from "../../store/testsuite/both-stores.ts";
import type { CurrentStore } from "../../store/testsuite/fixtures.ts";
import { createReceiptSender, type ReceiptSenderDeps } from "./pass.ts";

const log = pino({ level: "silent" });
export const NO_CAPS = { number: 1e9, form: 1e9, tenant: 1e9 };
const alone = new AbortController().signal;

export interface ReceiptsBed {
  /** Unix seconds; tests move it on. */
  time: number;
  readonly tenant: TenantId;
  readonly store: Store;
  readonly server: TestServer;
  readonly twilio: TwilioFake;
  readonly real: Delivery;
  /** What was made for the present tenant. */
  mine(): readonly FakeMessage[];
  /** Whom `receipt` writes to. */
  numberOf(index: number): string;
  sender(others?: Partial<Deliveries>, parts?: Partial<ReceiptSenderDeps>): ReturnType<typeof createReceiptSender>;
  receipt(index: number, parts?: Partial<ReceiptDocument>): ReceiptDocument;
  due(count: number, parts?: Partial<ReceiptDocument>): Promise<void>;
  run(round?: ReturnType<typeof createReceiptSender>): Promise<void>;
  docs(): Promise<ReceiptDocument[]>;
  states(): Promise<ReceiptState[]>;
  /** What follows belongs to another tenant. */
  nextTenant(): void;
}

/** On both stores. Each test has a tenant of its own, and a Twilio that makes everything. */
export function describeReceipts(title: string, tests: (bed: ReceiptsBed, engine: Engine) => void): void {
  // A suite of its own, whose server stops before the store.
  describeOnBothStores(title, (current, engine) => {
    describe("with a provider", () => tests(useReceipts(current), engine));
  });
}

function useReceipts(current: CurrentStore): ReceiptsBed {
  let server: TestServer;
  let twilio: TwilioFake;
  let real: Delivery;
  let tenant = TenantId.parse("t0");
  let number = 0;
  const bed: ReceiptsBed = {
    time: 1_700_000_000,
    get tenant() {
      return tenant;
    },
    get store() {
      return current();
    },
    get server() {
      return server;
    },
    get twilio() {
      return twilio;
    },
    get real() {
      return real;
    },
    mine: () => twilio.messages.filter(({ body }) => body.includes(`Ref ${tenant}-`)),
    numberOf: (index) => `+44${7_000_000_000 + number * 100_000 + index}`,
    sender(others = {}, parts = {}) {
      const logged = createLogDelivery(log, "log");
      const deliveries = { sms: real, webhook: logged, log: logged, ...others };
      return createReceiptSender({ store: bed.store, deliveries, caps: NO_CAPS, log, now: () => bed.time, ...parts });
    },
    receipt: (index, parts = {}) => ({
      ...{ response: `r${index}`, response_key: `k${index}`, form: "f", kind: "thanks", channel: "sms" },
      ...{ to: bed.numberOf(index), body: `Thanks. Ref ${tenant}-${index}.`, reference: `Ref ${tenant}-${index}.` },
      ...{ state: "pending", tries: 0, looks: 0, created_at: bed.time, updated_at: bed.time, due_at: bed.time },
      ...parts,
    }),
    async due(count, parts = {}) {
      const writes = Array.from(
        { length: count },
        (_, index) => ({ op: "create", id: `x${index}`, doc: bed.receipt(index, parts) }) as const,
      );
      await bed.store.write(tenant, "receipts", writes);
    },
    run: (round = bed.sender()) => round(tenant, 1, alone, async () => {}),
    async docs() {
      await bed.store.refresh(["receipts"]);
      const all: ReceiptDocument[] = [];
      for await (const { doc } of bed.store.scan(tenant, "receipts")) all.push(doc);
      return all;
    },
    states: async () => (await bed.docs()).map(({ state }) => state),
    nextTenant() {
      tenant = TenantId.parse(`t${++number}`);
    },
  };
  before(async () => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const environment = { PORT: String(port), PUBLIC_URL: publicUrl, TWILIO_AUTH_TOKEN: TOKEN };
    server = await startTestServer({ environment, store: bed.store, now: () => bed.time });
    twilio = await startTwilioFake(() => bed.time * 1000);
    const account = { accountSid: ACCOUNT, authToken: TOKEN, from: { number: "+15550000000" } };
    const options = { baseUrl: twilio.url, publicUrl, timeoutMs: 2_000, now: () => bed.time };
    real = createTwilioDelivery({ ...account, ...options });
  });
  after(async () => {
    await twilio[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    bed.nextTenant();
    twilio.fate = () => ({ kind: "made" });
    twilio.onMade = undefined;
    bed.time += 10_000;
  });
  return bed;
}
