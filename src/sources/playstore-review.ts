/** A review of Google Play as a record, whichever way it was read: the same review is the same record both ways. */

import type { RecordItem } from "../ingestion/connector.ts";
import { hexDigest } from "../model/identity.ts";

export interface Review {
  readonly id: string;
  /** Unix seconds of its last change. */
  readonly at: number;
  readonly title?: string;
  readonly text: string;
  readonly score: number;
  readonly userName?: string | undefined;
  readonly version?: string | undefined;
  readonly lang?: string | undefined;
  readonly thumbsUp?: number | undefined;
  readonly replyText?: string | undefined;
  /** Unix seconds. */
  readonly replyAt?: number | undefined;
  readonly device?: string | undefined;
}

export function reviewItem(packageName: string, review: Review): RecordItem {
  const { id, at, title, text, score, userName, version, lang, thumbsUp, replyText, replyAt, device } = review;
  const url = `https://play.google.com/store/apps/details?id=${packageName}&reviewId=${encodeURIComponent(id)}`;
  const replyDate = replyAt === undefined ? undefined : new Date(replyAt * 1_000).toISOString();
  const metadata = { id, userName, score, url, replyDate, replyText, version, thumbsUp, device };
  const known = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
  return {
    record: { id, title, text, date: at, updated_at: at, lang, url, impact: score, metadata: known },
    at,
    revision: hexDigest(title ?? "", text, score),
  };
}
