/** What the requests' page shows: each with who said its quotes, when and of which version. */
import type { FeatureRequest } from "../../model/feature-request.ts";
import type { Store } from "../../store/store.ts";
import { type FeatureRequestQuery, listFeatureRequests } from "../feature-requests.ts";
import type { ListOf } from "../insights.ts";
import { readSaid, type SaidById } from "../said.ts";

export interface RequestsView extends ListOf<FeatureRequest> {
  readonly said: SaidById;
}

const QUOTES = 3;

export async function readRequests(
  store: Store,
  principal: Parameters<typeof listFeatureRequests>[1],
  query: FeatureRequestQuery,
): Promise<RequestsView> {
  const list = await listFeatureRequests(store, principal, query);
  const quoted = list.items
    .flatMap(({ quotes }) => quotes.slice(0, QUOTES))
    .flatMap(({ insight_id }) => (insight_id === undefined ? [] : [insight_id]));
  return { ...list, said: await readSaid(store, principal.tenant, quoted) };
}
