/** The facts in a ticket's description, a sentence a line. */
import { createSentences } from "./sentences.ts";

export const ticketTemplates = {
  reportedOn:
    "{total} urgent reports of {app}, {critical} of them critical, on {day}; {size} in all tell of it since {since}.",
  reportedFrom:
    "{total} urgent reports of {app}, {critical} of them critical, from {from} to {to}; {size} in all tell of it since {since}.",
  beganIn: "First told of in version {version}.",
  withinWeek: "All of it was told within one week.",
  growing: "In the week to {end} {last} reports, in the four weeks before {before} a week: growing.",
  fading: "In the week to {end} {last} reports, in the four weeks before {before} a week: fading.",
  steady: "In the week to {end} {last} reports, in the four weeks before {before} a week: steady.",
  over: "Nobody told of it after {after}; other feedback goes on to {end}.",
  lateOn:
    "Older than the fix: {late} of these reports came after the closing on {closed}, told on {day}. The ticket stays closed.",
  lateFrom:
    "Older than the fix: {late} of these reports came after the closing on {closed}, told from {from} to {to}. The ticket stays closed.",
  lateOnOf:
    "Older than the fix in version {version}: {late} of these reports came after the closing on {closed}, told on {day}. The ticket stays closed.",
  lateFromOf:
    "Older than the fix in version {version}: {late} of these reports came after the closing on {closed}, told from {from} to {to}. The ticket stays closed.",
  versions: "App versions: {versions}.",
  languages: "Languages: {languages}.",
  mergedInto: "Merged into {name}: what is reported here is counted there from now on ({url}).",
  allSaid: "All that people said, word for word: {url}",
} as const;

export type TicketSentenceCode = keyof typeof ticketTemplates;

const [whole, day] = ["\\d+", "-?\\d+-\\d{2}-\\d{2}"];

export const ticketSentences = createSentences<TicketSentenceCode>(ticketTemplates, {
  ...{ total: whole, critical: whole, size: whole, last: whole, before: "\\d+\\.\\d" },
  ...{ day, from: day, to: day, since: day, end: day, after: day, closed: day, late: whole },
});
