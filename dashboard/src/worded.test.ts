/** What the server says in English is worded in German: every reason, fact of a ticket, effect, kind of failure, loop and alert. */
// cspell:disable
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { alertEvents } from "../../src/model/alert-names.ts";
import { loops } from "../../src/model/loops.ts";
import { reasonSentences, whyOf } from "../../src/model/reason-sentences.ts";
import { ticketSentences } from "../../src/model/ticket-sentences.ts";
import { failurePatterns } from "../../src/text/titles/failure-patterns.ts";
import { de } from "./messages/de.ts";
import { en } from "./messages/en.ts";

let worded: typeof import("./worded.ts");
before(async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: "de" } } });
  const { loadLanguage } = await import("./messages/translate.ts");
  await loadLanguage();
  worded = await import("./worded.ts");
});

test("every code of the server has a text in both languages", () => {
  const keys = [
    ...reasonSentences.codes.map((code) => `because.${code}`),
    ...ticketSentences.codes.map((code) => `fact.${code}`),
    ...Object.keys(failurePatterns).map((failure) => `failure.${failure}`),
    ...["intake", ...Object.keys(loops)].map((name) => `loop.${name}`),
    ...alertEvents.map((event) => `alert.${event}`),
  ];
  for (const catalogue of [en, de])
    assert.deepEqual(
      keys.filter((key) => !Object.hasOwn(catalogue, key)),
      [],
    );
});

test("every reason is worded, with what it names as it is written there", () => {
  const given = {
    count: 1_500,
    share: "87%",
    sentiment: "negative",
    kind: "request",
    quote: "it hangs",
    title: "App",
    name: "m",
  };
  for (const code of reasonSentences.codes)
    assert.notEqual(worded.reasonIn(whyOf(code, given)), whyOf(code, given), code);
  assert.equal(worded.reasonIn(whyOf("wordingAndStars", given)), "negativ nach Wortlaut und Sternen");
  assert.equal(
    worded.reasonIn(whyOf("reports", given)).replace(/\s/g, " "),
    "sie berichtet von etwas, das nicht funktioniert (zu 87 % sicher)",
  );
  assert.equal(worded.reasonIn(whyOf("helpful", given)), "1.500 Personen fanden sie hilfreich");
  assert.equal(worded.reasonIn("whatever a model says"), "whatever a model says");
});

test("every fact of a ticket is worded, and what is none stays", () => {
  const given = {
    total: 12,
    critical: 3,
    size: 40,
    last: 9,
    late: 2,
    before: "2.5",
    app: "Tram",
    version: "6.1",
    name: "TKT-1",
  };
  const when = { day: "2026-11-01", from: "2026-10-01", to: "2026-11-01", since: "2026-09-01" };
  const ends = { end: "2026-11-08", after: "2026-11-01", closed: "2026-11-02" };
  const lists = { versions: "6.1 (3)", languages: "en, de", url: "https://example.com/t" };
  for (const code of ticketSentences.codes) {
    const line = ticketSentences.say(code, { ...given, ...when, ...ends, ...lists });
    assert.notEqual(worded.factsIn(line), line, code);
  }
  const growth = ticketSentences.say("growing", { ...given, ...ends });
  assert.equal(
    worded.factsIn(`${growth}\nsomebody's own line`),
    "In der Woche bis zum 2026-11-08 9 Meldungen, in den vier Wochen davor 2,5 je Woche: zunehmend.\nsomebody's own line",
  );
});

test("what a decision would do, a failure and an alert that nobody named are worded", () => {
  const tickets = [1, 2].map((id) => ({ id: String(id), title: "", becomes: "revised" as const }));
  assert.equal(
    worded.effectIn({ insights: 38, tickets, reopens: 0 }),
    "Verschiebt 38 Rückmeldungen; 2 Tickets ändern sich, keines wird wieder geöffnet.",
  );
  assert.equal(worded.failureName("charged wrongly"), "falsch abgerechnet");
  assert.equal(worded.failureName("A label of my own"), "A label of my own");
  const name = worded.madeAlertName("dead.letters", "Tram");
  assert.equal(name, "dead letters, Tram");
  assert.equal(worded.alertName(name, "dead.letters", "Tram"), "unzustellbare Nachrichten, Tram");
  assert.equal(worded.alertName("Wake me", "dead.letters", "Tram"), "Wake me");
});
