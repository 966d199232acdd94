/** The least that an intake does: an Express route that parses and validates with ajv and answers once the embedded queue has it. Told a port. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import express from "express";
import { startEmbeddedQueue } from "../src/queue/embedded.ts";
import { createSqsQueue } from "../src/queue/sqs.ts";

const server = await startEmbeddedQueue({ dataDir: mkdtempSync(join(tmpdir(), "groundswell-floor-")), port: 0 });
const queue = createSqsQueue({ prefix: "floor-", region: "us-east-1", ...server });
await queue.ensure();

const text = { type: "string", minLength: 1, maxLength: 100 };
const isEvent = new Ajv2020().compile({
  type: "object",
  required: ["session_id", "category", "name", "data", "timestamp"],
  properties: { session_id: text, category: text, name: text, data: { type: "object", minProperties: 1 } },
});
const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.use(express.json({ limit: "10mb" }));
app.post("/api/v1/events", async (request, response) => {
  const events = request.body as unknown[];
  if (!events.every((event) => isEvent(event))) return void response.status(400).end();
  await queue.send("events", [{ body: JSON.stringify(events), attributes: { v: "1" } }]);
  response.status(202).json({ accepted: events.length });
});
app.listen(Number(process.argv[2]), "127.0.0.1", () => process.stdout.write("ready\n"));
