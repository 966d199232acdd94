// cspell:ignore dosent dosnt mustnt
/** English words on which no clause ends. */
import { wordsOf } from "../lexicon.ts";

const joints = "which who whose if unless since because so where when whenever although though and but or";
const leading =
  "a an the my our your his her their its this these every each some any other very too to of with from for by at into than between without per via using like as";
const auxiliaries = "am are be been being is was were has had have does did will would can could should must cannot";
const unmarked =
  "aint arent cant couldnt didnt doesnt dosent dosnt dont hadnt hasnt havent isnt mustnt shouldnt wasnt werent wont wouldnt";

/** The last words of statements that may break off; so may those with an apostrophe. */
export const ENDINGS: ReadonlySet<string> = new Set([
  ...[joints, leading, auxiliaries, unmarked].flatMap(wordsOf),
  ...wordsOf("i we he she they while even do"),
]);

const oneOf = (words: string): string => wordsOf(words).join("|");
const NEGATED = `(?:ai|are|could|did|do|does|had|has|have|is|must|should|was|were|would|ca|wo)n['’]t|${oneOf(unmarked)}`;
const AUXILIARY = `${NEGATED}|${oneOf(auxiliaries)}`;
const JOINT = `${oneOf(joints)}|(?<!\\ba )while`;

/** What follows is what the clause says: its thing, its verb, or what joins the two. */
const LEADS = `${oneOf(leading)}|${AUXILIARY}`;

/** Whose something is, before it is said what: "my ticket's"; "it's" is no such thing. */
const OWNERS =
  "(?!(?:he|here|how|it|let|she|somebody|someone|that|there|this|what|when|where|who|why)['’])\\p{L}{2,}['’]s";

/** The end of a text that breaks off within a clause. */
export const ENDS_TOO_SOON = new RegExp(`(?:^|\\s)(?:${LEADS}|${OWNERS})$`, "iu");

/** A word after which a clause goes on. */
export const LEADS_TO_MORE = new RegExp(`^(?:${LEADS}|\\p{L}{3,}ly|not|even|no|more|most|in|on|about|own|of)$`, "iu");

const SUBJECT =
  "i|we|he|she|they|you(?=['’]| )|it(?=['’]| (?:is|was|has|does|did|will|would|can|could)\\b)|there(?=['’]| (?:is|are|was|were)\\b)";
/** At the end of a text the beginning of another clause: what joins it, or its subject with no more than an auxiliary. */
export const ENDS_TOO_LATE = new RegExp(
  `(?<!\\b(?:all|everyone|everything|how|nothing|only|thing|things|way|what|whatever|whichever))\\s*[,;:.!?–-]*(?:(?:\\s+(?:${JOINT}|that|then|now|even|as|than))*\\s+(?:${SUBJECT})(?:['’](?:m|s|re|ve|d|ll))?(?: (?:${AUXILIARY}|do))?|(?:\\s+(?:${JOINT}|even))+)$`,
  "i",
);
