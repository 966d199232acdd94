/** Something of every kind beside feedback, for tests that look at pages: events with their errors, a form with responses, sources. */
import { sleep } from "../src/lifecycle.ts";

export interface EveryKind {
  readonly form: string;
  readonly session: string;
  readonly source: string;
}

type Ask = <T>(path: string, json: unknown, method?: string) => Promise<T>;

const createAsk =
  (url: string): Ask =>
  async (path, json, method = "POST") => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(url + path, { method, headers, body: JSON.stringify(json) });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json() as Promise<never>;
  };

const MINUTE = 60;

/** Two visits, of which one breaks a type that warns, and events that are wrong in several ways. */
async function fillEvents(ask: Ask): Promise<string> {
  const now = Math.floor(Date.now() / 1000) - 60 * MINUTE;
  const schema = { type: "object", properties: { zoom: { type: "number" } }, required: ["zoom"] };
  await ask("/api/v1/event-types", { category: "map", name: "open", schema, mode: "warn" }, "PUT");
  const step = (session_id: string, at: number, name: string, data: object) => {
    return { session_id, category: "map", name, data, timestamp: now + at, application: "web" };
  };
  const events = [
    step("visit-1", 0, "open", { zoom: 3, layers: ["roads", "paths"] }),
    step("visit-1", 2 * MINUTE, "search", { words: "bicycle shop near me" }),
    step("visit-1", 3 * MINUTE, "open", { place: "a text instead of a number, ".repeat(10) }),
    step("visit-1", 5 * MINUTE, "crash", { at: "tiles" }),
    step("visit-2", 30, "open", { zoom: 12 }),
    { ...step("visit-2", 40, "", { zoom: 1 }), timestamp: "yesterday" },
    { ...step("visit-2", 50, "open", {}), data: "no object" },
  ];
  await ask("/api/v1/events", events);
  return "visit-1";
}

/** Responses by the API, and a file of which one row is wrong. */
async function fillForm(url: string, ask: Ask): Promise<string> {
  const questions = [
    { id: "why", question_text: "Why did you come?", question_type: "text" },
    { id: "stars", question_text: "How was it?", question_type: "rating", min: 1, max: 5, required: true },
    { id: "with", question_text: "Whom did you come with?", question_type: "mcq", choices: ["Nobody", "My family"] },
    { id: "phone", question_text: "Your number", question_type: "phone" },
    { id: "again", question_text: "Will you come again?", question_type: "boolean" },
  ];
  const receipt = { channel: "log", to_question: "phone", template: "Thank you: {{why}}" };
  const form = { title: "Your visit", description: "A few questions", app: "Pedalwick", questions, receipt };
  const { id } = await ask<{ id: string }>("/api/v1/forms", form);
  const response = (stars: number, choice: string) => ({
    answers: [
      { question: "why", answer_text: `The map of the old town was wonderful, and I came ${stars} times` },
      { question: "stars", answer_text: stars },
      { question: "with", selected_choice: choice },
      { question: "phone", answer_text: `+4930123456${stars}` },
      { question: "again", answer_text: stars > 2 },
    ],
  });
  await ask(
    `/api/v1/forms/${id}/responses`,
    [1, 4, 5].map((stars) => response(stars, stars > 4 ? "Nobody" : "My family")),
  );
  const body = "Why did you come?,How was it?\nBy chance,3\nOn purpose,many\n";
  await fetch(`${url}/api/v1/forms/${id}/uploads`, { method: "POST", headers: { "content-type": "text/csv" }, body });
  return id;
}

/** Wishes, so that there is something that is asked for. */
async function fillRequests(ask: Ask): Promise<void> {
  const texts = [
    "Please add a dark mode",
    "I would love to have a dark mode",
    "Please add a widget for the lock screen",
  ];
  const feedback = texts.map((text, at) => ({ app: "Pedalwick", source: "reddit", id: `wish-${at}`, text }));
  await ask("/api/v1/feedback", feedback);
}

/** One that is pushed to, and one that is pulled from where nobody answers. */
async function fillSources(ask: Ask): Promise<string> {
  const mapping = { text: "/body/message" };
  await ask("/api/v1/sources", { id: "hook", type: "webhook", app: "Pedalwick", settings: { mapping } });
  const feed = { url: "http://127.0.0.1:9/feed.xml" };
  await ask("/api/v1/sources", { id: "feed", type: "rss", app: "Pedalwick", settings: feed, schedule: "0 0 1 1 *" });
  await ask("/api/v1/sources/feed/pull", {});
  return "feed";
}

export async function fillEveryKind(url: string): Promise<EveryKind> {
  const ask = createAsk(url);
  const session = await fillEvents(ask);
  const form = await fillForm(url, ask);
  const source = await fillSources(ask);
  await fillRequests(ask);
  const isThere = async (path: string, least: number) => {
    const { total } = (await (await fetch(url + path)).json()) as { readonly total: number };
    return total >= least;
  };
  const wanted: readonly (readonly [string, number])[] = [
    ["/api/v1/events", 5],
    [`/api/v1/forms/${form}/responses`, 4],
    ["/api/v1/receipts", 1],
    ["/api/v1/feature-requests", 2],
  ];
  for (const [path, least] of wanted) {
    for (let tries = 0; !(await isThere(path, least)); tries++) {
      if (tries > 300) throw new Error(`fewer than ${least} at ${path}`);
      await sleep(100);
    }
  }
  return { form, session, source };
}
