// cspell:ignore freez lagg improv
/** How English asks that what fails be put right, which wishes for nothing new: "please fix the lag", "make it faster". */
import { type Rule, rule } from "../../rules/rule.ts";
import { NEGATED } from "./resolution-words.ts";

const FAULT =
  "(?:crash\\w*|freez\\w*|froze\\w*|hang|hangs|hanging|lags?|lagg(?:y|ing)|stutter\\w*|glitch\\w*|bugs?|errors?|issues?|problems?|failures?|faults?|slow(?:ness|ing)?|delays?|buffering|drain\\w*|overheating|disconnect\\w*|log ?outs?|ads|adverts|advertisements|pop-?ups|spam|prices?|fees?|charges?|costs?|log ?in|sign ?in|payments?|servers?)";
const FAILING =
  "(?:crash\\w*|freez\\w*|hang\\w*|lag\\w*|stutter\\w*|glitch\\w*|disconnect\\w*|restart\\w*|reboot\\w*|overheat\\w*|buffer\\w*|drain\\w*|(?:log|sign|kick|throw)\\w* (?:me |us )?(?:out|off))";
const BETTER =
  "(?:faster|quicker|snappier|smoother|more (?:stable|reliable|responsive)|less (?:laggy|buggy|slow|expensive)|not so (?:slow|laggy|buggy)|cheaper)";
const WHAT = "(?:it|this|that|(?:the |this |your )?\\w+)";

export const ASKS_REPAIR = rule(
  new RegExp(
    `\\b(?:(?:(?:fix|repair|rectify|sort out|look into|get rid of|do something about)(?:es|ing|s)?|(?:solve|resolve)s? (?:the|this|that|these|those|my|our|your|all|such))\\b(?: (?!an? )[^.!?\\n ]+){0,6}? ${FAULT}` +
      `|^about (?:the|this|your|all the) (?:\\w+ )?(?:drain\\w*|lag\\w*|crash\\w*|freez\\w*|hanging|bugs|glitch\\w*)` +
      `|(?:stop|reduce|cut|(?<!\\b(?:any|possible|for|with|or|and|has|have|of) )(?:lower|fewer|less))(?: down)?(?: on)? (?:(?:the|your|these|all|so many|of|with|those|this|annoying|constant) )*(?:crash\\w*|freezing|lags?|bugs|glitches|ads|adverts|advertisements|pop-?ups|spam|prices?|fees?|charges|costs?)(?= *(?:$|[.!?,;]|please|pls|plz|and|in|on|for|when))` +
      `|(?:make|making|made) ${WHAT} (?:\\w+ )?(?:a bit |a little |much |way |lot |run |load |open |work )?${BETTER}` +
      `|(?:(?:should|could|would|must|will|needs? to|to) (?:be |run |load |open |work |start |respond )?|were |was |it |app )(?:a bit |a little |much |way |lot )?(?:(?:run|load|open|work|start|respond)s? )?(?:a bit |a little |much |way )?${BETTER}` +
      `|if (?:it|this|that|they|(?:the |your |my )?[a-z]+(?: [a-z]+)?) (?:actually |really |only |just |ever )?(?:worked|works|loaded|loads|opened|opens|connected|connects|synced|syncs)` +
      `|(?:${NEGATED}|not|never|stop) ${FAILING}` +
      `|improv(?:e|ing) (?:the |your )?(?:\\w+ )?(?:speed|performance|stability|loading times?)` +
      `|(?:want|need|give|send|return)\\b[^.!?\\n]{0,15}?\\b(?:my|our) (?:refund|money back))\\b`,
    "i",
  ),
);

/** Asks for a repair, and says of what no more than "it": beside a problem it adds nothing. */
export const ONLY_ASKS_REPAIR =
  /^(?:(?:please|pls|plz|kindly|just|so|can|could|you|guys|devs?|need|to|a|and)\s+)*(?:hot)?fix(?:e[sd]|ing)?(?:[\s,]+(?:it|this|that|these|them|all|both|up|the|your|app|bugs?|issues?|problems?|soon|asap|now|quickly|fast|immediately|urgently|already|please|pls|plz|thanks?))*$/i;

/** One thing is wanted, and all else is well: "only a family plan is missing". */
export const ONLY_MISSING = rule(
  /^(?:(?:but|the) )*only (?:an?|the|one|some)\b [^.!?\n]{2,40} (?:is|are) missing$|^(?:all|the only thing|only thing)(?: that)?(?:['’]s| is)? missing is\b/i,
);

/** What a sentence of few words is that asks for it; "the update fixes the lag" asks for nothing. */
export const ASKED_PLAINLY = rule(
  /^\s*(?:(?:hi|hello|dear|guys|sir|team|devs?|developers?|so|and|but|just|ok)\b[ ,]*)*(?:please|pls|plz|kindly|can|could|will|would|you (?:must|should|need)|needs?|have to|when|why (?:not|don['’]?t)|fix|solve|resolve|repair|make|stop|reduce)\b/i,
);

const MUCH =
  "(?:so+|too|very|really|way|such|much|many|lots?|a|of|full|loads|tons|always|constant|constantly|still|only|just|again|the|with|has|have|having|there|are|numerous|some|app|game|it|is|big|annoying|terrible|bad|horrible|every|where|everywhere|day|daily|every ?time|all|time|after|update|please|help|problems?|issues?|and|&)";

/** Texts that are nothing but the name of a failure, and which failure it is. */
export const PLAIN_FAILURES: readonly (readonly [name: string, pattern: Rule])[] = (
  [
    ["crashes", "(?:crash|crashes|crashing)"],
    ["freezes", "(?:hang|hangs|hanging|freeze|freezes|freezing|stuck)"],
    ["slow", "(?:lags?|laggy|lagging|slow|sluggish|buffering|loading)"],
    ["does-not-work", "(?:bugs|buggy|glitch|glitches|glitchy|errors)"],
    ["too-many-ads", "(?:ads|adverts|advertisements|pop-?ups)"],
    [
      "support-bad",
      "(?:useless|worst|terrible|awful|horrible|pathetic|no|zero|bad|poor|unhelpful) (?:customer )?(?:support|service|care|help ?desk|hotline)",
    ],
  ] as const
).map(([name, words]) => [
  name,
  rule(
    new RegExp(
      `^\\s*(?:${MUCH}[ ,]+)*${words}(?:[ ,]+(?:${words}|${MUCH}))*(?: (?:in|on|with|during) (?:(?:the|my|this|every|each|your|all) )?\\w+)?[\\s.!]*$`,
      "i",
    ),
  ),
]);
