/** What people wrote as answers is feedback: records of it, on their way to the raw queue. */
import { type Batch, batchAttributes } from "../../model/batch.ts";
import type { Form } from "../../model/form.ts";
import type { QueuedRecord } from "../../model/record.ts";
import { FORM_SOURCE, type QueuedResponse } from "../../model/response.ts";
import type { OutgoingMessage, Queue } from "../../queue/queue.ts";
import { cut } from "../frame/cut.ts";

/** Of a question whose answers are nobody else's business. */
const isPrivate = (metadata: Readonly<Record<string, unknown>>): boolean => metadata.private === true;

export function feedbackOf(response: QueuedResponse, form: Form, app: string): QueuedRecord[] {
  const texts = new Map(
    form.questions
      .filter(({ question_type: type, metadata }) => type === "text" && !isPrivate(metadata))
      .map((question) => [question.id, question]),
  );
  return response.answers.flatMap((answer): QueuedRecord[] => {
    const question = texts.get(answer.question);
    if (question === undefined || answer.answer_text === undefined) return [];
    return [
      {
        id: answer.id,
        app,
        source: FORM_SOURCE,
        source_id: form.id,
        text: answer.answer_text,
        date: answer.submitted_at,
        ingested_at: response.received_at,
        ...(response.session_id === undefined ? {} : { session_id: response.session_id }),
        metadata: {
          ...response.metadata,
          ...answer.metadata,
          form: form.id,
          form_title: form.title,
          form_version: response.form_version,
          response: response.id,
          response_key: response.key,
          question: question.id,
          question_text: question.question_text,
        },
      },
    ];
  });
}

/** Named after the batch that they came with, so that a redelivery sends the same records under the same name. */
export async function publishFeedback(
  queue: Pick<Queue, "send">,
  batch: Batch,
  records: readonly QueuedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const name = `${batch.batch}.answers${batch.redriveOf === undefined ? "" : `.${batch.redriveOf}`}`;
  const trace = batch.traceparent === undefined ? {} : { traceparent: batch.traceparent };
  const messages = cut(records).map(
    (body, index): OutgoingMessage => ({
      body,
      attributes: batchAttributes({
        tenant: batch.tenant,
        batch: index === 0 ? name : `${name}.${index}`,
        part: "0",
        refused: {},
        ...trace,
      }),
      group: batch.tenant,
    }),
  );
  await queue.send("raw", messages);
}
