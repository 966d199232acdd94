/** From what people say to tickets, by the whole daemon: one word with three senses is three problems, and what is over is none. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Daemon, startDaemon } from "./daemon.ts";
import { getJson, sendFeedback, settled } from "./feedback.ts";
import { eventually } from "./testbed.ts";

const said: Readonly<Record<string, readonly string[]>> = {
  codes: [
    "The pickup code never arrives by SMS",
    "Pickup code is not coming to my phone",
    "I never receive the pickup code",
    "Waiting an hour for the code, no code arrives",
    "Code not received, so I cannot sign in",
  ],
  payment: [
    "My credit card is declined at checkout every time",
    "Card payment fails with an error",
    "Payment by card is rejected",
    "Paying by card does not work",
    "The app refuses my debit card when I pay",
  ],
  library: [
    "Library card does not open offline",
    "The library card screen stays white",
    "Cannot show my library card at the desk, it does not open",
    "My library card does not open any more",
  ],
  over: [
    "The crash at the map is fixed, thank you",
    "It used to crash on my tablet, that bug is gone now",
    "Sign-in problem solved since the update, great",
    "Never had a crash in two years",
    "Unlike other apps this one does not freeze",
  ],
};
const records = Object.entries(said).flatMap(([story, texts]) =>
  texts.map((text, at) => ({
    id: `${story}-${at}`,
    text,
    score: story === "over" ? 5 : 1,
    date: Date.now() / 1000 - 60,
  })),
);

let daemon: Daemon;
before(async () => {
  daemon = await startDaemon({ CLUSTER_INTERVAL: "1s", TICKET_INTERVAL: "1s" });
});
after(() => daemon.close());

interface Ticket {
  readonly id: string;
  readonly description: string;
  readonly title: string;
  readonly evidence: readonly { readonly quote: string }[];
}

interface Insight {
  readonly main_text: string;
  readonly attributes: { readonly priority: string };
  readonly statements: readonly unknown[];
}

it("gives each problem one ticket of its own, whose link opens it, and what is over none", async () => {
  await sendFeedback(daemon.url, records);
  const books = await settled(daemon.url, records.length);
  assert.equal(books.balanced, true);
  const tickets = await eventually("a ticket for each problem", async () => {
    const { items } = await getJson<{ items: Ticket[] }>(daemon.url, "/api/v1/tickets");
    return items.length >= 3 && items;
  });
  const storyOf = (quote: string): string =>
    Object.entries(said).find(([, texts]) => texts.some((text) => text.includes(quote)))?.[0] ?? quote;
  const stories = tickets.map(({ evidence }) => [...new Set(evidence.map(({ quote }) => storyOf(quote)))]);
  assert.deepEqual(stories.toSorted(), [["codes"], ["library"], ["payment"]]);
  assert.deepEqual(tickets.map(({ title }) => title).toSorted(), [
    "Library card does not open",
    "Payment fails with card",
    "Pickup code does not arrive",
  ]);
  for (const { id, description, title } of tickets) {
    const [link = "", ...others] = description.match(/https?:\/\/[^\s)>\]]+/g) ?? [];
    assert.deepEqual([new URL(link).origin, others], [daemon.url, []], description);
    const page = await fetch(link, { headers: { accept: "text/html" } });
    assert.deepEqual([page.status, page.headers.get("content-type")?.split(";")[0]], [200, "text/html"], link);
    // The page draws what this route says.
    const view = await getJson<{ ticket: Pick<Ticket, "id" | "title"> }>(
      daemon.url,
      `/api/v1/views${new URL(link).pathname}`,
    );
    assert.deepEqual([view.ticket.id, view.ticket.title], [id, title]);
  }
  const { items } = await getJson<{ items: Insight[] }>(daemon.url, "/api/v1/insights?limit=100");
  const over = items.filter(({ main_text }) => said.over!.includes(main_text));
  assert.deepEqual([...new Set(over.map(({ attributes }) => attributes.priority))], ["Low"]);
  assert.deepEqual(
    over.flatMap(({ statements }) => statements),
    [],
  );
});
