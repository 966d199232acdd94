/** The whole circle: feedback → daemon → tickets queue → ticket_creator → DevRev (emulated), and the claims back. */
import type { Emulator } from "../emulator/src/index.ts";
import type { WorkObject } from "../emulator/src/state.ts";
import { systemDeps } from "../shared/src/deps.ts";
import type { FunctionInput } from "../shared/src/event.ts";
import { makeEvent } from "../shared/testing/world.ts";
import { createRun as createStatusFollower } from "../ticket_creator/code/src/functions/status_follower/index.ts";
import { createRun as createTicketCreator } from "../ticket_creator/code/src/functions/ticket_creator/index.ts";
import { readMark } from "../ticket_creator/code/src/functions/ticket_creator/work-content.ts";
import type { Daemon } from "./daemon.ts";

export interface TicketView {
  readonly id: string;
  readonly app: string;
  readonly title: string;
  readonly status: string;
  readonly revision: number;
  readonly metadata: { readonly merged_into?: string };
  readonly evidence: readonly { readonly insight_id: string; readonly quote: string }[];
  readonly work?: { readonly id?: string; readonly revision: number; readonly state: string };
}

export interface Circle {
  tickets(): Promise<readonly TicketView[]>;
  /** Work items by ticket. */
  works(): ReadonlyMap<string, readonly WorkObject[]>;
  /** Runs ticket_creator until every ticket's newest revision is done, and there are at least so many tickets. */
  settle(atLeast: number, patienceMs: number): Promise<readonly TicketView[]>;
  /** More people say what this ticket is about. */
  addEvidence(ticket: TicketView, reports: number): Promise<void>;
  /** A developer closes the work item in DevRev, whose webhook calls the snap-in. */
  close(ticket: TicketView): Promise<void>;
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const isDone = (ticket: TicketView): boolean =>
  ticket.work?.state === "done" && ticket.work.revision >= ticket.revision;

export function createCircle(daemon: Daemon, emulator: Emulator, devRevUrl: string): Circle {
  const createTickets = createTicketCreator(systemDeps);
  const followStatus = createStatusFollower(systemDeps);
  const inputs = { queue_url: daemon.queueUrl("tickets"), groundswell_url: daemon.url };
  const event = (payload: Record<string, unknown> = {}): FunctionInput =>
    makeEvent({ payload, keyrings: daemon.keyrings }, inputs, devRevUrl);

  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(daemon.url + path, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  const tickets = async () => (await ask<{ items: readonly TicketView[] }>("GET", "/api/v1/tickets?limit=1000")).items;

  return {
    tickets,
    works() {
      const works = new Map<string, WorkObject[]>();
      for (const work of emulator.organisation.works.listedAt(Number.POSITIVE_INFINITY)) {
        const ticket = readMark(work.body)?.ticketId ?? "";
        works.set(ticket, [...(works.get(ticket) ?? []), work]);
      }
      return works;
    },
    async settle(atLeast, patienceMs) {
      const end = Date.now() + patienceMs;
      for (;;) {
        await createTickets([event()]);
        const all = await tickets();
        const { in_flight } = await ask<{ in_flight: number }>("GET", "/api/v1/ledger");
        if (all.length >= atLeast && in_flight === 0 && all.every(isDone)) return all;
        if (Date.now() > end)
          throw new Error(`after ${patienceMs} ms: ${all.filter(isDone).length} of ${all.length} tickets done`);
        await wait(500);
      }
    },
    async addEvidence(ticket, reports) {
      const read = await Promise.all(
        ticket.evidence.slice(0, reports).map(({ insight_id }) => ask<Report>("GET", `/api/v1/insights/${insight_id}`)),
      );
      const date = new Date().toISOString();
      const records = read.map(({ main_text, source, metadata }, index) => {
        const id = `again-${ticket.id}-${ticket.revision}-${index}`;
        return { app: ticket.app, source, text: main_text, date, metadata: { ...metadata, id } };
      });
      await ask("POST", "/api/v1/feedback", records);
    },
    async close(ticket) {
      const work = emulator.organisation.works.get(ticket.work?.id ?? "");
      if (work === undefined) throw new Error(`ticket ${ticket.id} has no work item`);
      const closed = { ...work, stage: { name: "resolved" } };
      emulator.organisation.works.put(closed, Date.now());
      await followStatus([event({ type: "work_updated", work_updated: { work: closed } })]);
    },
  };
}

interface Report {
  readonly main_text: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}
