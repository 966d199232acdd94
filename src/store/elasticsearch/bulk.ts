/** Sends bulk requests and brings back one answer per item; those that the server refuses for now are sent again. */
import { setTimeout as wait } from "node:timers/promises";
import { type Client, errors, type estypes } from "@elastic/elasticsearch";
import { cutIntoRuns } from "../../model/cut.ts";
import { mayPass, orUnavailable } from "./errors.ts";

export interface BulkItem {
  readonly action: "create" | "index" | "update" | "delete";
  readonly index: string;
  readonly id: string;
  readonly ifSeqNo?: number | undefined;
  readonly ifPrimaryTerm?: number | undefined;
  /** External versions serve copies between indexes alone. */
  readonly externalVersion?: number | undefined;
  /** JSON text; none with a delete. */
  readonly source?: string;
}

export type BulkAnswer = estypes.BulkResponseItem;
export type SendBulk = (items: readonly BulkItem[]) => Promise<BulkAnswer[]>;

/** Times that a refused item is sent again, after 100, 200, 400 and 800 ms and up to as much more by chance. */
const RETRIES = 4;
const FIRST_BACKOFF_MS = 100;
/** Characters in one request. The server takes 100 MB; smaller requests spread better and block less memory. */
const MAX_REQUEST = 8_000_000;
/** The line before a document, which says what to do with it; no longer than this. */
const ACTION_LENGTH = 200;

export function createSendBulk(client: Client, random: () => number = Math.random): SendBulk {
  return async (items) => {
    const answers: BulkAnswer[] = new Array(items.length);
    let left = [...items.keys()];
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt > 0) await wait(FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (1 + random()));
      const sizeOf = (at: number): number => (items[at]!.source?.length ?? 0) + ACTION_LENGTH;
      for (const part of cutIntoRuns(left, { sizeOf, size: MAX_REQUEST })) {
        const answered = await sendOnce(
          client,
          part.map((at) => items[at]!),
        );
        for (const [place, at] of part.entries()) answers[at] = answered[place]!;
      }
      left = attempt < RETRIES ? left.filter((at) => mayPass(answers[at]!.status)) : [];
    }
    return answers;
  };
}

async function sendOnce(client: Client, items: readonly BulkItem[]): Promise<BulkAnswer[]> {
  try {
    // Not sent again by the client: after a lost answer a create would meet itself.
    const operations = items.flatMap(lines);
    const answer = await orUnavailable(() =>
      client.bulk({ operations, require_alias: needsAlias(items) }, { maxRetries: 0 }),
    );
    return answer.items.map((item) => Object.values(item)[0]!);
  } catch (error) {
    if (!(error instanceof errors.ResponseError) || ![400, 413].includes(error.statusCode ?? 0)) throw error;
    return splitOrRefuse(client, items, error);
  }
}

/** A request that the server can't take as a whole is halved until the item that spoils it stands alone. */
async function splitOrRefuse(
  client: Client,
  items: readonly BulkItem[],
  { message, statusCode }: errors.ResponseError,
): Promise<BulkAnswer[]> {
  if (items.length === 1) {
    const error = { type: "refused", reason: message };
    return [{ _index: items[0]!.index, _id: items[0]!.id, status: statusCode ?? 400, error }];
  }
  const middle = items.length >> 1;
  const first = await sendOnce(client, items.slice(0, middle));
  return [...first, ...(await sendOnce(client, items.slice(middle)))];
}

/** An alias that is missing must not be made up as an index without mappings. Copies alone name indexes themselves. */
const needsAlias = (items: readonly BulkItem[]): boolean => items[0]!.externalVersion === undefined;

function lines({ action, index, id, ifSeqNo, ifPrimaryTerm, externalVersion, source }: BulkItem): string[] {
  const external = externalVersion === undefined ? {} : { version: externalVersion, version_type: "external_gte" };
  const target = { _index: index, _id: id, if_seq_no: ifSeqNo, if_primary_term: ifPrimaryTerm, ...external };
  const head = JSON.stringify({ [action]: target });
  return source === undefined ? [head] : [head, source];
}
