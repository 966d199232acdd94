/** Messages for tests, and what the emulated DevRev holds in the end. */
import type { Emulator } from "../../../../emulator/src/emulator.ts";
import type { WorkObject } from "../../../../emulator/src/state.ts";
import { readMark } from "../functions/ticket_creator/work-content.ts";

export interface TicketChanges {
  readonly title?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly tags?: readonly string[];
  readonly merged_into?: string;
  readonly regression?: boolean;
  readonly quotes?: readonly string[];
}

/** A message of the tickets queue, as the contract has it. */
export function ticketMessage(id: string, revision = 1, changes: TicketChanges = {}): string {
  const { title, description, priority = 2, tags = ["login"], quotes = ["I can't log in since the update"] } = changes;
  const { merged_into, regression } = changes;
  const item = {
    title: title ?? `Problem ${id}`,
    description: description ?? `What people say about ${id}, revision ${revision}.`,
    date: "2026-01-05T00:00:00.000Z",
    tags,
    metadata: {
      common_label: "Login",
      "source review ids": quotes.map((_, index) => `insight-${id}-${index}`),
      ticket_id: id,
      revision,
      app: "pay",
      url: `/tickets/${id}`,
      evidence: quotes.map((quote, index) => ({ insight_id: `insight-${id}-${index}`, quote })),
      merged_into,
      regression,
    },
    priority,
  };
  return JSON.stringify([item]);
}

export const allWorks = (emulator: Emulator): WorkObject[] =>
  emulator.organisation.works.listedAt(Number.POSITIVE_INFINITY);

/** Work items by the ticket they carry the mark of. */
export function worksByTicket(emulator: Emulator): Map<string, WorkObject[]> {
  const groups = new Map<string, WorkObject[]>();
  for (const work of allWorks(emulator)) {
    const id = readMark(work.body)?.ticketId ?? "";
    groups.set(id, [...(groups.get(id) ?? []), work]);
  }
  return groups;
}

export const entriesOf = (emulator: Emulator, object: string): string[] =>
  emulator.organisation.entries
    .listedAt(Number.POSITIVE_INFINITY)
    .filter((entry) => entry.object === object)
    .map((entry) => entry.body ?? "");
