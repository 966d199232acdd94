/** Why a piece of feedback was read as it was: every reason that an insight may give. */
import { createSentences } from "./sentences.ts";

export const reasonTemplates = {
  tellsProblem: 'it tells of a problem: "{quote}"',
  asksFor: 'it asks for something: "{quote}"',
  tellsNothing: "it tells no problem and no wish",
  over: "what it tells of is over",
  overQuoted: 'what it tells of is over: "{quote}"',
  byAll: "by all that it tells",
  mixed: "mixed feelings, on the whole {sentiment}",
  wording: "{sentiment} by its wording",
  wordingAndStars: "{sentiment} by its wording and stars",
  untranslated: "not translated, and no stars",
  untranslatedStars: "not translated; {count} of 5 stars",
  unknownLanguage: "its language isn't known to the classifier",
  reports: "it reports something that doesn't work ({share} sure)",
  requests: "it asks for something ({share} sure)",
  asksHow: "it asks how, what or where",
  asksWhen: "it asks how, when or whether",
  questionMark: "it ends in a question mark",
  meantWell: "it is meant well and neither reports nor asks anything",
  neither: "it neither reports, asks nor praises anything",
  beyondPraise: "it says something beyond praise or blame",
  namesGood: "it names what is good",
  namesNothing: "it names nothing in particular",
  isKind: "it is a {kind}",
  itsKind: "its kind is {kind}",
  helpful: "{count} people found it helpful",
  star: "1 star",
  stars: "{count} stars",
  veryBad: "very bad feelings",
  goodFeelings: "good feelings",
  corrected: "corrected by a person",
  model: "language model ({name})",
  security: 'security is at stake ("{quote}")',
  money: 'money was lost or is held back ("{quote}")',
  data: 'data was lost ("{quote}")',
  access: 'it can\'t be used ("{quote}")',
  crash: 'it crashes or hangs ("{quote}")',
  blocked: 'something can\'t be done ("{quote}")',
  time: 'time was lost ("{quote}")',
  fault: 'something is faulty ("{quote}")',
  // Fits others, too: the last.
  statement: '{title} ("{quote}")',
} as const;

export type ReasonCode = keyof typeof reasonTemplates;

export const reasonSentences = createSentences<ReasonCode>(reasonTemplates, {
  count: "\\d+",
  share: "\\d+%",
  sentiment: "positive|neutral|negative",
  kind: "problem|request|question|praise|other",
});

export const whyOf = reasonSentences.say;
