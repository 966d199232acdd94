/** New labels for an app's model, for a person to take or leave: themes that none of its labels fits and that many tell of. */
import { z } from "zod";
import { type Cluster, clusterIsUnlabelled } from "../model/cluster.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { readThemeQuotes } from "./theme-quotes.ts";

export const LabelProposal = z
  .object({
    label: z.string().meta({ description: "the theme's title" }),
    kind: z.enum(["problem", "wish"]),
    cluster_id: z.string(),
    size: z.number().int().meta({ description: "insights that tell of it" }),
    share: z.number().meta({ description: "of the app's insights that tell a problem or a wish" }),
    utterances: z.array(z.string()).meta({ description: "what people said, to teach the label with" }),
  })
  .meta({ id: "LabelProposal" });
export type LabelProposal = z.infer<typeof LabelProposal>;

/** Fewer insights, or a smaller share of what is told, are no reason for a label of its own. */
const LEAST = 5;
const LEAST_SHARE = 0.005;
const MOST = 50;
const UTTERANCES = 10;
/** Themes that are looked at, the largest. */
const LOOKED_AT = 1_000;

const isBigEnough = ({ size, share }: Cluster): boolean => size >= LEAST && share >= LEAST_SHARE;

/** The largest first. */
export async function proposeLabels(store: Store, tenant: TenantId, app: string): Promise<LabelProposal[]> {
  const items = await store.first(tenant, "clusters", {
    where: { app, alive: true, size: { gte: LEAST } },
    sort: [{ by: "size", order: "desc" }],
    limit: LOOKED_AT,
  });
  const proposed = items
    .map(({ doc }) => doc)
    .filter((theme) => clusterIsUnlabelled(theme) && isBigEnough(theme))
    .slice(0, MOST);
  return Promise.all(
    proposed.map(async (theme) => {
      const { id, name, kind, size, share } = theme;
      const quotes = await readThemeQuotes(store, tenant, theme, UTTERANCES);
      const utterances = quotes.map(({ statement }) => statement.quote);
      return { label: name, kind, cluster_id: id, size, share, utterances };
    }),
  );
}
