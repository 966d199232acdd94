/**
 * Of which insight something is that was dropped, refused or died, read off it as it lies there: so that it is found when its
 * source deletes what it tells of.
 */
import { insightId } from "./identity.ts";
import { namedPlace } from "./place.ts";

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/**
 * A record as it was sent or as the denoiser passed it on, or a wish, which names its insight. `place` is where it lies, if it
 * doesn't say. Undefined of what has no id of its own: no source can delete it.
 */
export function namedInsight(
  tenant: string,
  place: { readonly app: string; readonly source: string },
  raw: unknown,
): string | undefined {
  const { insight_id, data_id, id, source_id, metadata } = fieldsOf(raw);
  if (typeof insight_id === "string") return insight_id;
  const inside = fieldsOf(metadata);
  const named = text(data_id) ?? text(id) ?? text(inside.id) ?? text(inside.tweetId);
  if (named === undefined) return undefined;
  const { app = place.app, source = place.source } = namedPlace(raw);
  return insightId({ tenant, app, source, source_id: text(source_id) ?? "", data_id: named });
}
