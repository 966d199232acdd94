/**
 * The library `groundswell/ingestion`: ingestors that take feedback from somewhere, writers that make it durable somewhere,
 * and what goes between them. Any of one works with any of the other.
 */

export { DEFAULT_TENANT, TenantId } from "../model/tenant.ts";
export { type BatchOptions, type BatchWriter, batch } from "./batch.ts";
export { type BucketIngestorOptions, createBucketIngestor as createS3Ingestor } from "./bucket-ingestor.ts";
export { createFileIngestor, type FileOptions } from "./file.ts";
export {
  createHttpListener as createHttpIngestor,
  type HttpListener as HttpIngestor,
  type HttpListenerOptions,
  type ListeningOverHttp,
} from "./http-listener.ts";
export { createHttpWriter, type HttpWriterOptions } from "./http-writer.ts";
export type { Branch, IngestionWriter, Ingestor, Listening, Receipt, RefusedRecord, Submission } from "./ingestion.ts";
export { createPostgresWriter, type PostgresWriter, type PostgresWriterOptions } from "./postgres-writer.ts";
export { type Processor, process } from "./process.ts";
export { createQueueIngestor as createSqsIngestor, type QueueIngestorOptions } from "./queue-ingestor.ts";
export { createQueueWriter as createSqsWriter, type QueueWriter, type QueueWriterOptions } from "./queue-writer.ts";
export { type RetryPolicy, retry } from "./retry.ts";
export { type Route, route } from "./route.ts";
export { createStdoutWriter, type StdoutWriterOptions } from "./stdout-writer.ts";
export { type TeeBranch, type TeeOptions, type TeeWriter, tee } from "./tee.ts";
export { IngestionData, isWireData, recordOf, type WirePlace, type WrittenData, wireDataOf } from "./wire.ts";
