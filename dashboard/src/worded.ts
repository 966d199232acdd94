/** What the server says in English, in the reader's language: sentences that are read back by their templates, and names of codes. */
import type { AlertEvent } from "../../src/model/alert-names.ts";
import { reasonSentences } from "../../src/model/reason-sentences.ts";
import type { Sentences } from "../../src/model/sentences.ts";
import { ticketSentences } from "../../src/model/ticket-sentences.ts";
import type { DecisionEffect } from "../../src/operations/theme-effect.ts";
import { showCountedDay, showShare } from "./format.ts";
import type { MessageKey } from "./messages/catalogue.ts";
import { en } from "./messages/en.ts";
import { isKey, language, t } from "./messages/translate.ts";

/** A name in the middle of a sentence, where the language has one. */
const nameIn = (group: string, name: string): string => {
  const key = `${group}.${name}`;
  return isKey(key) ? t(key) : name;
};

/** What stands at the places of a sentence, as the reader writes it. */
const shown: Readonly<Record<string, (value: string) => string | number>> = {
  ...{ count: Number, total: Number, critical: Number, size: Number, last: Number, before: Number },
  share: (value) => showShare(Number.parseInt(value, 10) / 100),
  sentiment: (value) => nameIn("sentiment", value).toLowerCase(),
  kind: (value) => nameIn("kind", value),
  ...Object.fromEntries(
    ["day", "from", "to", "since"].map((name) => [name, (value: string) => showCountedDay(Date.parse(value) / 1000)]),
  ),
};

/** English stays as it came, and so does what no template has. */
function worded<Code extends string>(group: string, sentences: Sentences<Code>, sentence: string): string {
  const read = language === "en" ? undefined : sentences.read(sentence);
  if (read === undefined) return sentence;
  const values = Object.entries(read.values).map(([name, value]) => [name, shown[name]?.(value) ?? value]);
  return t(`${group}.${read.code}` as MessageKey, Object.fromEntries(values));
}

export const reasonIn = (why: string): string => worded("because", reasonSentences, why);

/** Of a description, line by line. */
export const factsIn = (description: string): string =>
  description
    .split("\n")
    .map((line) => worded("fact", ticketSentences, line))
    .join("\n");

/** Of a code; of the words of a tag, too, which may be no failure. */
export function failureName(name: string): string {
  const key = `failure.${name.replaceAll(" ", "-")}`;
  return isKey(key) ? t(key) : name;
}

/** What a decision that moves statements would do. */
export function effectIn({
  insights,
  tickets,
  reopens,
  title,
}: Pick<DecisionEffect, "insights" | "tickets" | "reopens" | "title">) {
  const moves = t("effect.moves", {
    insights: t("effect.insights", { count: insights }),
    tickets: tickets.length === 0 ? t("effect.noTicket") : t("effect.tickets", { count: tickets.length }),
    reopens: reopens === 0 ? t("effect.noneReopens") : t("effect.reopens", { count: reopens }),
  });
  if (title === undefined) return moves;
  return `${moves} ${t(title.stays ? "effect.called" : "effect.calledFirst", { title: title.name })}`;
}

const alertWords = (said: string, app: string | undefined): string =>
  [said, ...(app === undefined ? [] : [app])].join(", ");

/** What an alert is called that nobody named: in English, in whatever language it is set. */
export const madeAlertName = (on: AlertEvent, app: string | undefined): string => alertWords(en[`alert.${on}`], app);

/** In the reader's language where it was made. */
export const alertName = (name: string, on: AlertEvent, app: string | undefined): string =>
  name === madeAlertName(on, app) ? alertWords(t(`alert.${on}`), app) : name;
