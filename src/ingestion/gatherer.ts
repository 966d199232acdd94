/** Gathering what was accepted: batches of one app and source, and the messages that carry them to the raw queue. */
import { randomUUID } from "node:crypto";
import { splitName } from "../model/batch.ts";
import type { QueuedRecord } from "../model/record.ts";

/** Of a message at intake, as JSON: small enough that one slow message does not hold up much. */
const MESSAGE_BYTES = 64 * 1024;
/** A request with more batches than this shares messages among them: thousands of apps would take longer to send than a client waits. */
const MOST_ALONE = 100;

export interface PendingBatch {
  readonly batch: string;
  readonly app: string;
  readonly source: string;
  readonly rows: readonly string[];
}

/** The batches of one message, named as the denoiser will name them when it takes the message apart. */
export type PendingMessage = readonly [PendingBatch, ...PendingBatch[]];

export const placeKey = ({ app, source }: { readonly app: string; readonly source: string }): string =>
  JSON.stringify([app, source]);

interface Filling {
  readonly app: string;
  readonly source: string;
  readonly rows: string[];
  bytes: number;
  readonly place: number;
}

/** Batches of different places share a message as long as they fit. */
function share(batches: readonly Filling[]): Filling[][] {
  const groups: Filling[][] = [];
  let places = new Set<string>();
  let bytes = 0;
  for (const batch of batches) {
    const key = placeKey(batch);
    if (groups.length === 0 || places.has(key) || bytes + batch.bytes > MESSAGE_BYTES) {
      groups.push([]);
      places = new Set();
      bytes = 0;
    }
    groups.at(-1)!.push(batch);
    places.add(key);
    bytes += batch.bytes;
  }
  return groups;
}

function named(group: readonly Filling[]): PendingMessage {
  const id = randomUUID();
  return group.map(({ app, source, rows }, index) => ({
    batch: splitName(id, index),
    app,
    source,
    rows,
  })) as unknown as PendingMessage;
}

export interface Gatherer {
  /** The place among the batches of the one that holds it. */
  add(record: QueuedRecord): number;
  finish(): { readonly messages: readonly PendingMessage[]; readonly batches: readonly PendingBatch[] };
}

/** Fills batches in order of arrival, one open batch per (app, source). */
export function createGatherer(): Gatherer {
  const batches: Filling[] = [];
  const open = new Map<string, Filling>();
  return {
    add(record) {
      const json = JSON.stringify(record);
      const bytes = Buffer.byteLength(json) + 1;
      const key = placeKey(record);
      let filling = open.get(key);
      if (filling === undefined || filling.bytes + bytes > MESSAGE_BYTES) {
        filling = { app: record.app, source: record.source, rows: [], bytes: 0, place: batches.length };
        open.set(key, filling);
        batches.push(filling);
      }
      filling.rows.push(json);
      filling.bytes += bytes;
      return filling.place;
    },
    finish() {
      const groups = batches.length > MOST_ALONE ? share(batches) : batches.map((batch) => [batch]);
      const messages = groups.map(named);
      return { messages, batches: messages.flat() };
    },
  };
}
