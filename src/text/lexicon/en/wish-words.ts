/** The words by which a wish is cut out of a text. English. */
import { type WordList, wordsOf } from "../lexicon.ts";

const set = (list: WordList): ReadonlySet<string> => new Set(wordsOf(list));

/** Words that end a wish: another thought begins. */
export const wishEnds = set(`
  no if were was because cuz coz cause due ideally such since so that's but however otherwise although though which
  who thanks thank thankyou please pls plz kindly then when while until as unless hence therefore i'd i'll i'm i
  it's its it he they you we i've also else whereas instead rather currently right
`);

/** What a wish is not about: these verbs ask for help with a problem, not for something new. */
export const helpVerbs = set(`
  fixd bought known communicated kept stayed gone waited listened tried read is are am be being have has listen
  focus take want people look fix fixed solve solved resolve resolved help check look reply respond contact refund
  return assist explain guide tell consider understand know inform stop resolving fixing solving investigate correct
  rectify call answer do stars star rating review update updated
`);

/** A thought that starts with one of these was no wish before "would be nice". */
export const noWishStarts = set(`
  that this it which what would then even we i why is there if who how when where these those still only my
`);

/** Cut from a wish's start and end. */
export const wishLeading = set(`
  still even finally really simply at least a an the some any also just please pls to for of us me be have in app
  that such like option options my it you let lets way own your maybe again able there get see our
`);
export const wishTrailing = set(`
  my our near before after about without during ever yet soon quickly finally badly desperately really very much
  kindly bro dear guys still even just please only when need needs i most same all option options feature features
  function functions functionality facility too also please pls plz asap soon here there it them us me as well back
  for in to of on at with and or the a an your this that is are would be app again now added available possible sir
  team guys etc next future update updates version upgrade upgrades quickly implemented included enabled provided
  introduced where by from can could will so if was were
`);
/** Words that make no wish by themselves. */
export const wishEmpty = set(`
  addition idea suggestion what which who whom why how when where would should could not no never is are was were it
  this that these those them they thing things something anything everything more better best good great nice new
  some all work working works same one ones way option options feature features app application like so well much
  many lot lots improve improvement improvements improved make made be do done able possible us me you your my
  future update updates want need stuff change changes attention serious action necessary required different other
  others also additional function functions functionality facility request requests fix fixes rectification immediate
  simple please a an the of in on for to with
`);

/** A wish is a thing or an action; with one of these in it, it is a sentence about something else. */
export const clauseWords = set(`
  you u is are was were am has had isn't aren't wasn't weren't doesn't didn't don't can't cannot couldn't won't
  wouldn't hasn't haven't did does that's there's it's i'm i've
`);
/** After one of these a wish is a question, whose subject belongs to it: "where I can park". */
export const wishQuestions = set("where when how what which whether who");

/** After one of these another thought begins, so a wish that stands before "would be nice" begins after it. */
export const wishTurns = set("but and think however so that also i maybe though hope wish");

/** A phrase with one of these speaks of need, whatever its words. */
export const needWords = set("should want add option feature support allow");

/** With one of these, or with a word in n't, a phrase complains. */
export const refusals = set("not no never cannot cant");

/** How long somebody has been waiting belongs to no wish: "in 2 years", "after all this time", "every other day". */
export const waiting =
  /^(?:(?:in|for|after|since) (?:\d|the last |the past |(?:all )?these |so |many |several |two |three |a (?:year|month|week|long)|years|months|ages|ever\b|last )|every (?:other )?(?:day|time|week|now)|all the time|by now)/i;

/** "That", and a verb right behind it. */
export const verbless =
  /^that (?:also |automatically |only )?(?:[a-z]{2,}[^s\W]s|can|could|does|lets|has|doesn't|works|will|would)\b/i;

/** What stands before a clause about the wish. */
export const relative = /(?:that|which|who) $/i;

/** Two that are wanted together: "the phone as well as the watch". */
export const together = /^as well as /i;

/** What it is like elsewhere is no part of what is wanted: "a search like all other apps". */
export const likened = /^like (?:all|any|every|most|many|some|in|on|it|before|the (?:other|rest)|other)s?\b/i;

/** In capitals within a sentence they begin another one, whose mark is missing. */
export const sentenceStarts = set(`
  the this these that it we you they he she there but and also please my our your because if when then so most
  otherwise some all in for as since at with what why how
`);

/** They end no wish that is a clause: "would be nice if the date was shown". */
export const clauseVerbs = set("was were no");

/** "A small widget …": a thing that is named and nothing more. */
export const bareThing = /^an? [\p{L}-]+ [\p{L}-]+/iu;

/** "Please", however drawn out: "plsss", "pleaseee". */
export const pleading = /^p+l+(?:e+a+)?[sz]+e*$/;

// cspell:ignore improv ement ements enhanc functionalit
const MORE =
  "(?:it|this|that|the|app|apps|application|a|an|of|in|on|up|to|do|be|is|and|so|lot|lots|bit|little|some|much|many|more|further|even|still|better|best|improvements?|improving|improve|improved|things?|ways?|future|next|updates?|versions?|time|please|pls|plz|keep|going|good|work|working|well|too|also|now|soon|sir|guys|you|can|could|will|would|should)";

/** "Need to add a few more features". */
const FEATURES =
  "(?:(?:it|this|app|the|but|just|still|also|i|we|you|guys|please|pls|plz|kindly|can|could|should|must|would|wish|hope|needs?|want|to|had|have|has|be|add|adding|include|bring|give|there|were|was|is|are|us|it'?d|to|for|do|with)[ ,]+){1,8}(?:(?:a|an|the|some|few|many|lot|lots|couple|of|more|other|extra|additional|new|newer|good|great|better|cool|nice|interesting|useful|and)[ ,]+){1,6}(?:features?|options?|updates?|functions?|functionalit(?:y|ies)|things|stuff|upgrades?)(?:[ ,]+(?:in|to|on|for|it|this|the|app|and|please|pls|plz|too|also|soon|will|be|perfect|next|future|update|version|guys|sir|would|make|better)){0,8}";

/** It asks for more or better, and says of nothing what: "need to develop some more", "it can be better". */
export const VAGUE_WISH = new RegExp(
  `^(?:(?:${MORE}|but|just|really|definitely|must|has|have|i|we|hope|wish|needs?|required|room|for|there)[ ,]+){0,6}(?:improv(?:e|es|ed|ement|ements|ing)|develop(?:ed|ment)?|enhanc(?:e|ed|ement)|(?:be|get|become|make it|do|much|even|lot) better)(?:[ ,]+${MORE}){0,10}[ .!]*$|^${FEATURES}[ .!]*$`,
  "i",
);

/** A sentence that asks plainly for something: "please allow more alarms". What is asked for oneself is no feature. */
export const PLAIN_WISH =
  /^\s*(?:(?:and|so|but|also|it would be nice|guys|devs)[ ,]+)*(?:please|pls|plz|kindly|can you|could you|would you|can u|could u)(?: please| pls| plz| kindly| also| just| consider)* (?:add(?:ing)?|allow|enable|include|introduce|implement|support|provide|bring back|offer|create|build)\b(?! (?:me|my|us|our|i|the (?:refund|money)|refund|customer|better|good|proper|more stars)\b)[^.!?\n]*\p{L}/iu;
