/** Two ingestors with an enricher between them: a file is posted to an ingestor that adds what it knows and writes it on. */
import {
  createFileIngestor,
  createHttpIngestor,
  createHttpWriter,
  DEFAULT_TENANT,
  type IngestionWriter,
  process,
} from "../../src/ingestion/index.ts";

/** A record of ours: what comes in may be anything. */
type Known = Readonly<Record<string, unknown>>;

/** Adds the plan of the organisation that wrote; what says nothing is left out. */
const enrich =
  (planOf: (org: string) => string | undefined) =>
  (record: unknown): unknown => {
    const { text, org, metadata, ...rest } = record as Known;
    if (typeof text !== "string" || text.trim() === "") return undefined;
    const plan = typeof org === "string" ? planOf(org) : undefined;
    return { ...rest, text, org, metadata: { ...(metadata as Known | undefined), plan } };
  };

export interface EnrichBetween {
  readonly file: string;
  readonly planOf: (org: string) => string | undefined;
  readonly to: IngestionWriter;
}

/** Resolves when the whole file went through. */
export async function enrichBetween({ file, planOf, to }: EnrichBetween): Promise<void> {
  const second = await createHttpIngestor({ port: 0, source: "file" }).listenAndServe(process(to, enrich(planOf)));
  const first = createFileIngestor({ path: file, tenant: DEFAULT_TENANT });
  await (await first.listenAndServe(createHttpWriter({ url: second.url }))).close();
  await second.close();
}
