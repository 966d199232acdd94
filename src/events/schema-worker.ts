/** A schema thread: strangers' schemas are compiled and run here, where they can be cut off. Starts only as a worker. */
import { serve } from "../threads/serve.ts";
import { createSchemaJobs, type SchemaJobs } from "./schema-jobs.ts";

serve<SchemaJobs>(createSchemaJobs());
