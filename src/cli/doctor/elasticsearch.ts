/** Checks of Elasticsearch: what the account may do there, and whether the indexes have the present layout. */
import { z } from "zod";
import type { Config } from "../../config.ts";
import { elasticsearchOptions } from "../../store/open.ts";
import { type Finding, fine, problem, warning } from "./check.ts";

const TIMEOUT_MS = 5_000;

/** What the store asks of the cluster and of its own indexes: templates and aliases at the start, documents, points in time, refreshes and migrations later. */
const CLUSTER_PRIVILEGES = ["monitor", "manage_index_templates"] as const;
const INDEX_PRIVILEGES = ["create_index", "view_index_metadata", "read", "write", "manage"] as const;

const Privileges = z.record(z.string(), z.boolean());
const Granted = z.object({
  has_all_requested: z.boolean(),
  cluster: Privileges,
  index: z.record(z.string(), Privileges),
});

const refused = (privileges: Readonly<Record<string, boolean>>): string[] =>
  Object.keys(privileges).filter((name) => !privileges[name]);

/** Undefined where there is no security to ask. */
export async function checkPrivileges(
  config: Config,
  headers: Readonly<Record<string, string>>,
): Promise<Finding | undefined> {
  const names = [`${config.ELASTICSEARCH_INDEX_PREFIX}*`];
  const url = new URL(config.ELASTICSEARCH_URL ?? "");
  const base = `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, "")}`;
  const response = await fetch(`${base}/_security/user/_has_privileges`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ cluster: CLUSTER_PRIVILEGES, index: [{ names, privileges: INDEX_PRIVILEGES }] }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined);
  const answer: unknown = response?.status === 200 ? await response.json().catch(() => undefined) : undefined;
  const { data: granted } = Granted.safeParse(answer);
  if (granted === undefined) return undefined;
  if (granted.has_all_requested) return fine("permissions", `all that is needed on ${names[0]}`);
  const lacking = [...refused(granted.cluster), ...Object.values(granted.index).flatMap(refused)];
  const advice = `give the account the cluster privileges ${CLUSTER_PRIVILEGES.join(", ")} and, on ${names[0]}, ${INDEX_PRIVILEGES.join(", ")}`;
  return problem("permissions", `Elasticsearch refuses ${lacking.join(", ")}`, advice);
}

export async function checkMappings(config: Config): Promise<Finding> {
  try {
    const { outdatedCollections } = await import("../../store/migrate.ts");
    const outdated = await outdatedCollections(elasticsearchOptions(config));
    if (outdated.length === 0) return fine("mappings", "every index has the present layout, or will be made with it");
    const advice = "run `store migrate`, while the daemon runs or not: until then older documents lack newer fields";
    return warning("mappings", `older layouts: ${outdated.join(", ")}`, advice);
  } catch (thrown) {
    const advice = "see whether the account may read index metadata (view_index_metadata)";
    return problem("mappings", (thrown as Error).message, advice);
  }
}
