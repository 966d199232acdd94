// cspell:ignore confus bupdat updat respon doesnt didnt zweimal doppelt veces fois duas vezes baar increas estimat bpric pric delet remov reimburs bsav duplicat currenc bugg
/** Failures that people tell more closely than their kind does: where most members say so, the title does. */
import type { FailurePattern } from "./failure-patterns.ts";

/** What printing is said of, rather than what is printed. */
const PRINTED = /\b(?:blanks?|inks?|prints?|printers?|printing|sheets?)$/i;

export interface FailureVariant extends Partial<FailurePattern> {
  /** How a member says it. */
  readonly said: RegExp;
}

const FEES =
  /\b(?:platform|convenience|processing|extra|additional|hidden|service|handling|transaction) (?:\w+ )?(?:fees?|charges?)\b|\b(?:fees?|extra) (?:on|for) (?:each|every|any|all)\b/i;
const OFTEN =
  "(?:too (?:many|much|often)|so many|constant\\w*|every (?:day|week|\\d+|other|time)|frequent\\w*|all the time|again and again)";

/** Money is taken more than once; in the languages that are understood by themselves too. */
const TWICE =
  /\b(?:twice|double(?! the\b)|(?:two|three|2|3) ?(?:x|times|charges|payments|debits|transactions)|both (?:charges|payments|debits)|(?:charged|debited|billed) again|zweimal|doppelt|dos veces|deux fois|duas vezes|do baar|dua kali)\b/i;

const LATE = /\b(?:late|delay\w*|expired|(?:minutes?|mins?|hours?|days?) (?:after|later))\b/i;
/** What is sent to whoever signs up or in: it comes late, nothing else does. */
const SENT_LATE: FailureVariant = {
  said: LATE,
  about: "{O} [arrives|arrive] late",
  own: /^(?!.*\b(?:otps?|codes?|pass ?codes?|sms|e-?mails?|mails?|links?|messages?|texts?)$)/i,
};
/** A price is another one than before, or than was told. */
const RISES =
  /\b(?:go|goes|going|gone|went) up\b|\b(?:rises?|rose|risen|rising)\b|\b(?:raised?|raises|raising|increas\w*|hikes?|hiked|doubled|tripled)\b|\b(?:more|got) (?:and more )?expensive\b/i;
const DIFFERS =
  /\b(?:quoted?|estimat\w*|advertised)\b|\bpric\w*[^.!?\n]{0,40}?\b(?:jump\w*|differ\w*|chang\w*)\b|\bnot the price\b|\bdouble the\b/i;
const PRICES: readonly FailureVariant[] = [
  { said: DIFFERS, alone: "Price differs from what was shown", about: "Price differs from what was shown" },
  {
    said: RISES,
    alone: "Prices were raised",
    about: "Price of {o} was raised",
    own: /\b(?:accounts?|bills?|charges?|costs?|fees?|hikes?|increases?|money|months?|pric\w+|rates?|years?)$/i,
  },
];
const CANCELLED: FailureVariant = {
  said: /(?<!\bto )\bcancel+(?:s|ed|ing)?\b/i,
  alone: "Orders are cancelled",
  about: "{O} [cancels|cancel]",
  own: /^(?!.*\b(?:couriers?|drivers?|hosts?|hotels?|restaurants?|riders?|sellers?|shops?|stores?)$)/i,
};

export const failureVariants: Readonly<Record<string, readonly FailureVariant[]>> = {
  "cannot-sign-up": [
    SENT_LATE,
    {
      said: /\b(?:add|link)(?:ed|ing)?\b/i,
      about: "{O} cannot be added",
      own: /^(?!.*\b(?:accounts?|addresses|address|banks?|cards?|devices?|e-?mails?|numbers?|profiles?|sims?)$)/i,
    },
  ],
  "cannot-cancel": [
    {
      said: /\b(?:got|is|was|were) (?:\w+ ){0,3}cancel+ed\b|\b(?:they|and|without \w+ order) cancelled\b/i,
      alone: "Orders are cancelled",
      about: "{O} [is|are] cancelled",
    },
    {
      said: /^(?![^\n]*\bcancel)[^\n]*\b(?:delet|remov|eras)\w*/i,
      alone: "Cannot delete",
      about: "Cannot delete {o}",
    },
    { said: /^(?![^\n]*\b(?:delet|remov|eras))[^\n]*\bcancel/i, alone: "Cannot cancel", about: "Cannot cancel {o}" },
  ],
  "delivery-problem": [CANCELLED],
  "staff-behaviour": [CANCELLED],
  "download-fails": [
    { said: /\bprint(?:s|ed|er|ers|ing)?\b/i, alone: "Printing fails", about: "{O} cannot be printed", own: PRINTED },
    { said: /\bexport\w*\b/i, alone: "Export fails", about: "{O} cannot be exported", own: /\bexport\w*/i },
    { said: /\bsav(?:e|es|ed|ing)\b/i, alone: "Saving fails", about: "{O} cannot be saved" },
  ],
  duplicates: [
    {
      said: /^(?![^\n]*\b(?:twice|double\w*|duplicat\w*)\b)[^\n]*\bsame\b/i,
      alone: "Same content again and again",
      about: "Same {o} again and again",
      own: /^(?:content|same|things?|times?)$/i,
    },
  ],
  nags: [
    {
      said: /\b(?:can(?:no|['’]?)t|can not|could(?:n['’]?t| not)|unable to|not able to|impossible to|how (?:can|do) i|no (?:\w+ )?(?:option|setting|way) to)(?: \w+){0,2} (?:block|disable|dis?bale|dismiss|get rid of|hide|mute|remove|silence|stop|switch off|turn off)\b[^.!?\n]{0,40}\b(?:notif\w*|alerts?|pop-?ups?|reminders?)\b/i,
      alone: "Notifications cannot be turned off",
      about: "Notifications cannot be turned off",
    },
    {
      said: /\b(?:(?:too|so|way too) (?:many|much)|constant\w*|all day|every (?:day|hour|minute|time)|non-?stop|\d+ times)\b/i,
      about: "Too many {o}",
      own: /^(?!.*\b(?:ads|adverts|alerts|banners|calls|e-?mails|mails|messages|notifications|offers|pop-?ups|prompts|questions|reminders|requests|surveys|texts|tips|updates|warnings)$)/i,
    },
    {
      said: /\b(?:notif\w*|alerts?|pop-?ups?)\b/i,
      alone: "Unwanted notifications",
      own: /^(?!.*\b(?:ads?|adverts?|alerts?|banners?|e-?mails?|messages?|notif\w*|offers?|pop-?ups?|prompts?|reminders?)\b)|\b(?:disable|mute|turn)\b|^notifications?$/i,
    },
  ],
  slow: [
    {
      said: /\bload(?:s|ed|ing)?\b/i,
      alone: "App loads slowly",
      about: "{O} [loads|load] slowly",
      own: /\b(?:load\w*|time)$/i,
    },
  ],
  "too-expensive": PRICES,
  "wrong-results": [
    { said: /\b(?:spelling|typos?)\b/i, alone: "Spelling mistakes", about: "Spelling mistakes in {o}" },
  ],
  "wrong-format": [
    { said: /\bwrong (?:dates?|days?)\b/i, alone: "Date is wrong", about: "Date is wrong" },
    {
      said: /\b(?:dollars?|euros?|pounds?|rupees?|currenc\w+)\b|[$€£₹]/i,
      alone: "Currency is wrong",
      about: "{O} [is|are] in the wrong currency",
      own: /^(?:currency|currencies|dollars?|euros?|pounds?|rupees?)$/i,
    },
    {
      said: /\btime ?zones?\b|\bhours? (?:ahead|behind|early|late|off|too)\b|\bclocks?\b/i,
      alone: "Times are wrong",
      about: "{O} [has|have] the wrong time",
      own: /\b(?:clocks?|times?|zones?|time ?zones?)$/i,
    },
  ],
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
    {
      said: /^(?![^\n]*\b(?:upload|attach(?:es|ed|ing)?\b|send|sent|post|submit|share|import))[^\n]*\bopen(?:s|ed|ing)?\b/i,
      alone: "Files do not open",
      about: "{O} [does|do] not open",
    },
    {
      said: /^(?![^\n]*\b(?:upload|attach|send|sent|post|submit|share|import))[^\n]*\badd(?:s|ed|ing)?\b/i,
      alone: "Adding fails",
      about: "{O} cannot be added",
    },
    {
      said: /^(?![^\n]*\b(?:upload|attach|post|submit|share|import))[^\n]*\bsen[dt](?:s|ing)?\b/i,
      alone: "Sending fails",
      about: "{O} cannot be sent",
    },
  ],
  "option-missing": [
    {
      said: /\b(?:delet|remov|eras)\w*/i,
      alone: "No option to delete",
      about: "No option to delete {o}",
      own: /\b(?:delet\w*|options?|remov\w*|sync|way)\b/i,
    },
    {
      said: /\b(?:chang|edit|modify)\w*/i,
      alone: "No option to change",
      about: "No option to change {o}",
      own: /\b(?:chang\w*|edit\w*|options?|way)\b/i,
    },
  ],
  "limit-too-low": [{ said: /\b(?:too|so|way too) (?:many|much)\b/i, about: "Too [much|many] {o}" }],
  "needs-internet": [
    {
      said: /\b(?:no|without)(?: an?)? (?:connection|internet(?: connection)?|network)\b[^.!?\n]*\b(?:although|but|despite|though|while)\b/i,
      alone: "Says that there is no connection",
      about: "Says that there is no connection",
    },
    {
      said: /\b(?:go(?:es|ing)?|went|is|are|was|were|as|says?|always|appears?|stays?|keeps?)(?: \w+)? offline\b|^(?!.*(?:n['’]?t|\bno|\bnot|\bcannot|\bunable to)\s)[\p{L} ]{2,20} offline$/iu,
      alone: "Goes offline",
      about: "{O} [goes|go] offline",
    },
  ],
  "cannot-log-in": [
    SENT_LATE,
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
  "playback-fails": [
    { said: /\btoo (?:low|quiet|silent|soft)\b/i, alone: "Sound is too low", about: "{O} [is|are] too low" },
    {
      said: /\brobot(?:ic)?\b/i,
      alone: "Voice sounds like a robot",
      about: "{O} [sounds|sound] like a robot",
      own: /\brobot/i,
    },
  ],
  "refund-missing": [
    {
      said: /^(?!.*\b(?:back|credit\w*|refund\w*|reimburs\w*|return\w*)\b)[^\n]*\b(?:disappear\w*|gone|vanish\w*)\b/i,
      alone: "Money is gone",
      about: "Money is gone",
    },
  ],
  "poor-quality": [{ said: /\b(?:too|so|very) (?:low|quiet|silent)\b/i, about: "{O} [is|are] too low" }],
  "does-not-sync": [
    {
      said: /\bout of sync\b/i,
      alone: "Sound and picture are out of sync",
      about: "{O} [is|are] out of sync",
    },
    {
      said: /^(?![^\n]*\b(?:sync|transfer))[^\n]*\b(?:appear|display|list|reflect|see|show|visible)\w*/i,
      alone: "Data is not shown",
      about: "{O} [is|are] not shown",
      own: /^(?:data|sync\w*)$/i,
    },
  ],
  "update-broke": [
    {
      said: new RegExp(`\\b(?:${OFTEN}\\b[^.!?\\n]{0,30}?\\bupdat|updat\\w*\\b[^.!?\\n]{0,30}?\\b${OFTEN})`, "i"),
      alone: "Too many updates",
      about: "Too many updates",
    },
    {
      said: /\b(?:br[eo]ak\w*|broke\w*|bugg?y|crash\w*|disappear\w*|fail\w*|gone|lost|miss\w*|no longer|not|ruin\w*|stop\w*|unable|useless|vanish\w*|cannot|cant|dont|doesnt|wont)\b|n['’]t\b/i,
      about: "Update broke {o}",
    },
  ],
  "does-not-open": [
    { said: /\b(?:blank|black|white|gr[ae]y|empty)\b/i, alone: "Screen stays blank", about: "{O} [stays|stay] blank" },
  ],
  "charged-wrongly": [
    { said: TWICE, alone: "Charged twice", about: "Charged twice for {o}" },
    { said: FEES, alone: "Extra fees are charged", about: "Extra fees are charged for {o}" },
    ...PRICES,
  ],
  "stays-pending": [
    { said: /\b(?:money|(?:paid|pay|payments?)|transactions?|transfers?)\b/i, alone: "Payments stay pending" },
  ],
  "support-bad": [
    {
      said: /\bno (?:response|reply|replies|answer)\b|\b(?:not|never|n['’]t|dont|doesnt|didnt|nobody|no one|no-one) (?:\w+ ){0,2}(?:respond|repl|answer|respon)/i,
      alone: "Support does not answer",
      about: "Support does not answer",
    },
  ],
};
