// cspell:ignore confus bupdat updat respon doesnt didnt zweimal doppelt veces fois duas vezes baar
/** Failures that people tell more closely than their kind does: where most members say so, the title does. */
import type { FailurePattern } from "./failure-patterns.ts";

export interface FailureVariant extends Partial<Pick<FailurePattern, "alone" | "about">> {
  /** How a member says it. */
  readonly said: RegExp;
}

const FEES =
  /\b(?:platform|convenience|processing|extra|additional|hidden|service|handling|transaction) (?:\w+ )?(?:fees?|charges?)\b|\b(?:fees?|extra) (?:on|for) (?:each|every|any|all)\b/i;
const OFTEN =
  "(?:too (?:many|much|often)|so many|constant\\w*|every (?:day|week|\\d+|other|time)|frequent\\w*|all the time|again and again)";

/** Money is taken more than once; in the languages that are understood by themselves too. */
const TWICE =
  /\b(?:twice|double|(?:two|three|2|3) ?(?:x|times|charges|payments|debits|transactions)|both (?:charges|payments|debits)|(?:charged|debited|billed) again|zweimal|doppelt|dos veces|deux fois|duas vezes|do baar|dua kali)\b/i;

export const failureVariants: Readonly<Record<string, readonly FailureVariant[]>> = {
  "notifications-missing": [
    {
      said: /\b(?:late|delay\w*|(?:minutes?|mins?|hours?|days?) (?:after|later))\b/i,
      alone: "Notifications arrive late",
      about: "{O} [arrives|arrive] late",
    },
  ],
  "upload-fails": [
    {
      said: /^(?![^\n]*\b(?:upload|attach|send|sent|post|submit|add(?:s|ed|ing)? (?:a|an|my|the|more|new|photo|picture|file))\w*)[^\n]*\b(?:load|show|display|appear)/i,
      alone: "Pictures or files do not load",
      about: "{O} [does|do] not load",
    },
  ],
  "limit-too-low": [{ said: /\b(?:too|so|way too) (?:many|much)\b/i, about: "Too [much|many] {o}" }],
  "needs-internet": [
    {
      said: /\b(?:go(?:es|ing)?|went|is|are|was|were|as|says?|always|appears?|stays?|keeps?)(?: \w+)? offline\b|^[\p{L} ]{2,20} offline$/iu,
      alone: "Goes offline",
      about: "{O} [goes|go] offline",
    },
  ],
  "cannot-log-in": [
    {
      said: /\b(?:log|sign|kick|throw|boot)(?:s|g?ed|g?ing)? (?:me |us |you |people |users )?(?:out|off)\b|\b(?:log|sign)(?:g?ing)?[ -]?in (?:again|every|each|all over|over and over)\b/i,
      alone: "Signs out by itself",
      about: "Signs out by itself",
    },
  ],
  "design-disliked": [
    { said: /\b(?:small|tiny)\b/i, about: "{O} [is|are] too small" },
    { said: /\b(?:big|large|huge)\b/i, about: "{O} [is|are] too big" },
    {
      said: /\b(?:confus|clutter|complicated|overloaded)/i,
      alone: "Design is confusing",
      about: "{O} [is|are] confusing",
    },
  ],
  "poor-quality": [{ said: /\b(?:too|so|very) (?:low|quiet|silent)\b/i, about: "{O} [is|are] too low" }],
  "update-broke": [
    {
      said: new RegExp(`\\b(?:${OFTEN}\\b[^.!?\\n]{0,30}?\\bupdat|updat\\w*\\b[^.!?\\n]{0,30}?\\b${OFTEN})`, "i"),
      alone: "Too many updates",
      about: "Too many updates",
    },
  ],
  "does-not-open": [
    { said: /\b(?:blank|black|white|gr[ae]y|empty)\b/i, alone: "Screen stays blank", about: "{O} [stays|stay] blank" },
  ],
  "charged-wrongly": [
    { said: TWICE, alone: "Charged twice", about: "Charged twice for {o}" },
    { said: FEES, alone: "Extra fees are charged", about: "Extra fees are charged for {o}" },
  ],
  "support-bad": [
    {
      said: /\bno (?:response|reply|replies|answer)\b|\b(?:not|never|n['’]t|dont|doesnt|didnt|nobody|no one|no-one) (?:\w+ ){0,2}(?:respond|repl|answer|respon)/i,
      alone: "Support does not answer",
      about: "Support does not answer",
    },
  ],
};
