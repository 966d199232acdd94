/** Files of feedback in the browser: how many records were taken, and how many were not and why. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { FieldError } from "./api.ts";
import { sendFeedback } from "./files.ts";

const fetchOfNode = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = fetchOfNode;
});

const LISTED = 100;
const textless: FieldError = { field: "text", code: "required", message: "text (or title) must not be empty" };
const dateless: FieldError = { field: "date", code: "invalid_date", message: "no date" };

/** As the server answers: 202 where something was taken, else 400 with the first errors alone. */
function serve(errorsOf: (record: { readonly text?: string; readonly date?: string }) => FieldError[]): void {
  globalThis.fetch = (async (_: unknown, { body }: { body: string }) => {
    const records = JSON.parse(body) as { text?: string }[];
    const rejected = records.flatMap((record, index) => {
      const errors = errorsOf(record);
      return errors.length === 0 ? [] : [{ index, errors }];
    });
    const accepted = records.length - rejected.length;
    if (accepted > 0) return Response.json({ batch_ids: [], accepted, rejected }, { status: 202 });
    const errors = rejected
      .slice(0, LISTED)
      .flatMap(({ index, errors: of }) => of.map((error) => ({ ...error, field: `${index}.${error.field}` })));
    return Response.json({ detail: "no record could be accepted", errors }, { status: 400 });
  }) as typeof fetch;
}

const refusing = ({ text, date }: { readonly text?: string; readonly date?: string }): FieldError[] => [
  ...(text === undefined ? [textless] : []),
  ...(date === "never" ? [dateless] : []),
];

test("records that are refused are counted by why, beside those that were taken", async () => {
  serve(refusing);
  const records = [{ text: "It crashes" }, {}, {}, { text: "It freezes", date: "never" }];
  assert.deepEqual(await sendFeedback(records, "Tram"), { accepted: 1, refused: { text: 2, date: 1 } });
});

test("a request of which nothing is taken is counted as a whole, and those after it are sent", async () => {
  serve(refusing);
  const none = Array.from({ length: 1_000 }, () => ({}));
  assert.deepEqual(await sendFeedback([...none, { text: "It crashes" }], "Tram"), {
    accepted: 1,
    refused: { text: 1_000 },
  });
  const mixed = [{ text: "It freezes", date: "never" }, ...none.slice(0, 299)];
  assert.deepEqual(await sendFeedback(mixed, "Mixed"), { accepted: 0, refused: { date: 1, text: 99, other: 200 } });
});

test("what is refused for something else than its records is a problem", async () => {
  globalThis.fetch = (async () =>
    Response.json(
      { detail: "no", errors: [{ field: "", code: "required", message: "no" }] },
      { status: 400 },
    )) as never;
  await assert.rejects(sendFeedback([{ text: "It crashes" }], "Other"), { status: 400 });
});
