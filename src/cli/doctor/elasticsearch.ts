/** Checks of Elasticsearch: what the account may do there, and whether the indexes have the present layout. */
import { request as askHttp } from "node:http";
import { request as askHttps } from "node:https";
import { z } from "zod";
import type { Config } from "../../config.ts";
import { elasticsearchOptions } from "../../store/open.ts";
import { type Answer, type Finding, fine, problem, warning } from "./check.ts";

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

function headersOf(config: Config): Record<string, string> {
  if (config.ELASTICSEARCH_API_KEY !== undefined) return { authorization: `ApiKey ${config.ELASTICSEARCH_API_KEY}` };
  if (config.ELASTICSEARCH_USERNAME === undefined) return {};
  const pair = `${config.ELASTICSEARCH_USERNAME}:${config.ELASTICSEARCH_PASSWORD ?? ""}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** With the account and the authority of the configuration; names and passwords in the address stay there. */
export function askElasticsearch(
  config: Config,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Answer | Error> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(new Error(error.code ?? error.message));
    try {
      const { protocol, hostname, port } = new URL(config.ELASTICSEARCH_URL ?? "");
      const { ca } = elasticsearchOptions(config);
      const request = (protocol === "https:" ? askHttps : askHttp)(
        {
          method,
          hostname: hostname.replace(/^\[|\]$/g, ""),
          port: port === "" ? undefined : Number(port),
          path,
          headers: { ...headersOf(config), ...(body === undefined ? {} : { "content-type": "application/json" }) },
          signal: AbortSignal.timeout(TIMEOUT_MS),
          ...(ca === undefined ? {} : { ca }),
        },
        async (response) => {
          const text = Buffer.concat(await response.toArray()).toString();
          resolve({ status: response.statusCode ?? 0, body: text, date: response.headers.date ?? null });
        },
      );
      request.once("error", failed);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    } catch (error) {
      failed(error as Error);
    }
  });
}

/** Undefined where there is no security to ask. */
export async function checkPrivileges(config: Config): Promise<Finding | undefined> {
  const names = [`${config.ELASTICSEARCH_INDEX_PREFIX}*`];
  const base = new URL(config.ELASTICSEARCH_URL ?? "").pathname.replace(/\/$/, "");
  const asked = { cluster: CLUSTER_PRIVILEGES, index: [{ names, privileges: INDEX_PRIVILEGES }] };
  const response = await askElasticsearch(config, "POST", `${base}/_security/user/_has_privileges`, asked);
  if (response instanceof Error || response.status !== 200) return undefined;
  const answer: unknown = parse(response.body);
  const { data: granted } = Granted.safeParse(answer);
  if (granted === undefined) return undefined;
  if (granted.has_all_requested) return fine("permissions", `all that is needed on ${names[0]}`);
  const lacking = [...refused(granted.cluster), ...Object.values(granted.index).flatMap(refused)];
  const advice = `give the account the cluster privileges ${CLUSTER_PRIVILEGES.join(", ")} and, on ${names[0]}, ${INDEX_PRIVILEGES.join(", ")}`;
  return problem("permissions", `Elasticsearch refuses ${lacking.join(", ")}`, advice);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether each index can be read and written, as the daemon's own readiness asks. */
export async function checkIndexes(config: Config): Promise<Finding> {
  const { createElasticsearchClient } = await import("../../store/elasticsearch.ts");
  const { faults, readIndexes } = await import("../../store/elasticsearch/state.ts");
  const { createNames } = await import("../../store/elasticsearch/names.ts");
  const client = createElasticsearchClient(elasticsearchOptions(config));
  try {
    const names = createNames(config.ELASTICSEARCH_INDEX_PREFIX);
    if ((await readIndexes(client, names)).length === 0) return fine("indexes", "none yet; the first start makes them");
    const found = await faults(client, names);
    if (found.length === 0) return fine("indexes", "each can be read and written");
    return problem("indexes", found.join("; "), "see Elasticsearch in docs/operations.md");
  } catch (thrown) {
    return problem(
      "indexes",
      (thrown as Error).message,
      "see whether the account may read index metadata (view_index_metadata)",
    );
  } finally {
    await client.close();
  }
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
