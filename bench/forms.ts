/** Responses by file through the whole daemon, through kills and an outage of S3, beside what its queue and store alone can do. */
import { composeReceipt } from "../src/forms/compose-receipt.ts";
import { responseDocument } from "../src/forms/documents.ts";
import { makeContent } from "../src/forms/make-form.ts";
import { readResponse } from "../src/forms/read-response.ts";
import { responseMessages } from "../src/forms/response-intake.ts";
import { type Form, FormInput } from "../src/model/form.ts";
import type { QueuedResponse } from "../src/model/response.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { won } from "../src/store/written.ts";
import { type FormsRun, QUESTIONS, RECEIPT, runForms } from "../test/forms-load.ts";
import { eventually, openTestbed } from "../test/testbed.ts";
import { line } from "./lines.ts";

export interface FormsBench {
  readonly rows: number;
  /** How many forms share the rows in the second run; 0: no second run. */
  readonly forms: number;
  readonly kills: number;
  readonly awaySeconds: number;
}

/** Rows of the bare run: enough for its files to be longer than what is cached. */
const BARE_ROWS = 50_000;

function formOf(): Form {
  const made = makeContent(FormInput.parse({ title: "Visit", questions: QUESTIONS, receipt: RECEIPT }));
  if ("errors" in made) throw new Error("the form of the benchmark is wrong");
  return { ...made.content, id: "form", public_id: "p", version: 1, created_at: 1, updated_at: 1 };
}

/**
 * Rows a second where nothing is done but what no design can leave out: each response once through the queue, created
 * once, and its receipt created and replaced once. Batches as the daemon makes them, nothing read, checked or booked.
 */
async function bareLimit(rows: number): Promise<number> {
  const bed = await openTestbed();
  try {
    const form = formOf();
    const responses: QueuedResponse[] = [];
    for (let row = 0; row < rows; row++) {
      const answers = [
        { question: "stars", answer_text: 1 + (row % 5) },
        { question: "phone", answer_text: `+4477${10_000_000 + row}` },
      ];
      const context = { form: form.id, receivedAt: 1_700_000_000, versionOf: async () => form };
      const read = await readResponse({ id: `r${row}`, answers }, context);
      if ("response" in read) responses.push(read.response);
    }
    const messages = responseMessages(DEFAULT_TENANT, responses, {});
    let done = 0;
    const started = performance.now();
    const consumption = bed.queue.consume(
      "responses",
      async (received) => {
        for (const { body } of received) {
          const batch = JSON.parse(body) as QueuedResponse[];
          const docs = batch.map((response) => ({
            key: response.key,
            doc: responseDocument(response, { app: "default", batch: "b", questions: form.questions }),
          }));
          const creates = docs.map(({ key: id, doc }) => ({ op: "create", id, doc }) as const);
          await bed.store.write(DEFAULT_TENANT, "responses", creates);
          const rules = { countries: [], sender: undefined };
          const occasion = { kind: "thanks", template: RECEIPT.template } as const;
          const receipts = docs.flatMap(({ key, doc }) => composeReceipt(form, key, doc, occasion, rules, 1) ?? []);
          const made = await bed.store.write(
            DEFAULT_TENANT,
            "receipts",
            receipts.map((receipt) => ({ op: "create", ...receipt }) as const),
          );
          const sent = receipts.flatMap(({ id, doc: { due_at: _, ...doc } }, at) => {
            const result = made[at];
            if (!won(result)) return [];
            return [{ op: "replace", id, version: result.version, doc: { ...doc, state: "sent" as const } } as const];
          });
          await bed.store.write(DEFAULT_TENANT, "receipts", sent);
          done += batch.length;
        }
        return received;
      },
      { concurrency: 2 },
    );
    await bed.queue.send("responses", messages);
    await eventually("all rows", async () => done >= rows, 600_000);
    const seconds = (performance.now() - started) / 1_000;
    await consumption.stop(1_000);
    return rows / seconds;
  } finally {
    await bed.close();
  }
}

function show(name: string, rows: number, run: FormsRun, bare: number): void {
  const { seconds, stored, receipts, said, saidTwice, rss, fairness, received, inFlight, balanced } = run;
  const rate = (end: number) => `${end.toFixed(0)} s (${(rows / end).toFixed(0)} rows/s)`;
  line(`${name}:`);
  line(`  read in ${rate(seconds.read)}, stored in ${rate(seconds.stored)}, thanked in ${rate(seconds.thanked)}`);
  line(
    `  the queue and store alone: ${bare.toFixed(0)} rows/s; thanked is ${((rows / seconds.thanked / bare) * 100).toFixed(0)} % of it`,
  );
  line(`  ${stored} responses stored; books: received ${received}, in flight ${inFlight}, balanced ${balanced}`);
  line(`  ${receipts.made} receipts, ${receipts.sent} sent; the log has ${said}, ${saidTwice} of them twice`);
  line(`  ${run.kills} kills; memory at most ${rss.toFixed(0)} MiB; fairness at half ${fairness.toFixed(2)}`);
}

const isWrong = (rows: number, { stored, receipts, saidTwice, rss, balanced, inFlight }: FormsRun): boolean =>
  stored !== rows ||
  receipts.made !== rows ||
  receipts.sent !== rows ||
  saidTwice > 0 ||
  rss >= 500 ||
  inFlight > 0 ||
  !balanced;

/** Answers whether everything was stored and thanked once, below 500 MB. */
export async function benchForms({ rows, forms, kills, awaySeconds }: FormsBench): Promise<boolean> {
  const bare = await bareLimit(Math.min(rows, BARE_ROWS));
  line(`queue and store alone: ${bare.toFixed(0)} rows/s`);
  let good = true;
  for (const count of forms === 0 ? [1] : [1, forms]) {
    const run = await runForms({ rows, forms: count, kills, awaySeconds, report: line });
    const total = Math.floor(rows / count) * count;
    show(`${total} responses by ${count === 1 ? "one file" : `${count} files of as many forms`}`, total, run, bare);
    good &&= !isWrong(total, run);
  }
  return good;
}
