/** The bundled sample: an invented app's feedback of the last two months. */
import model from "../../../examples/sample/app-model.json";
import feedback from "../../../examples/sample/feedback.jsonl?raw";
import { ask } from "./api.ts";
import { type Sent, sendFeedback } from "./files.ts";

const DAY_MS = 86_400_000;

/** The sample's dates are offsets from now. */
function dated(line: string, now: number): Readonly<Record<string, unknown>> {
  const { days_ago, ...record } = JSON.parse(line) as { days_ago: number };
  return { ...record, date: new Date(now - Math.round(days_ago * DAY_MS)).toISOString() };
}

export async function sendSample(): Promise<Sent> {
  await ask(`/api/v1/apps/${encodeURIComponent(model.name)}`, { method: "PUT", json: model });
  const now = Date.now();
  const lines = feedback.split("\n").filter((line) => line !== "");
  return sendFeedback(
    lines.map((line) => dated(line, now)),
    model.name,
  );
}
