/** What stands under a quote: when it was said, where, of which version and with how many stars. */
import type { InsightDocument } from "../../model/insight-document.ts";
import { starsOf } from "../../model/stars.ts";
import type { TenantId } from "../../model/tenant.ts";
import { versionOf } from "../../model/version.ts";
import type { Store } from "../../store/store.ts";
import { showDay } from "./formats.ts";
import { type Html, html, written } from "./html.ts";

type Said = Pick<InsightDocument, "date" | "source" | "metadata">;

/** By the insight's id; those that are gone are not in it. */
export type SaidById = ReadonlyMap<string, Said>;

/** More quotes than a page shows are not looked up. */
const MOST = 1_000;

export async function readSaid(store: Store, tenant: TenantId, ids: readonly string[]): Promise<SaidById> {
  const wanted = [...new Set(ids)].slice(0, MOST);
  const found = wanted.length === 0 ? [] : await store.getMany(tenant, "insights", wanted);
  return new Map(found.flatMap((stored) => (stored === undefined ? [] : [[stored.id, stored.doc] as const])));
}

const STARS = 5;

function showStars(stars: number): Html {
  const full = Math.round(stars);
  return html`<span class="stars" role="img" aria-label="${stars} of ${STARS} stars">${"★".repeat(full)}${"☆".repeat(STARS - full)}</span>`;
}

export function saidLine({ date, source, metadata }: Said): Html {
  const stars = starsOf(metadata);
  const version = versionOf(metadata);
  return html`${stars !== undefined && html`${showStars(stars)} `}${version !== undefined && html`version ${written(version)} · `}${written(source)} · ${showDay(date)}`;
}
