// cspell:ignore freez lagg reliabl terribl horribl confus struggl unreliab solv resolv
/** How English tells that a problem is over, and that it is not. */

const BEEN =
  "(?:is|are|was|were|got|gets|has been|have been|had been|been|seems|seem|'s|finally|now|all|also|already|(?:seems?|appears?)\\s+(?:now\\s+|finally\\s+)?to\\s+(?:be|have\\s+been))";
const DONE = "(?:fixed|resolved|solved|sorted|repaired|corrected|back to normal)";
/** What one is glad to see gone; photos and money that are gone are lost. */
const FAULT =
  "(?:problems?|issues?|bugs?|errors?|crash\\w*|glitch\\w*|lags?|troubles?|faults?|delays?|freeze\\w*|freezing|ads|adverts|pop-?ups)";
/** Up to what a fault is said to do, with nothing else coming in that may be gone: "app crashes, my photos are gone". */
const OF_THE_FAULT =
  "(?:(?![,;:]|\\b(?:and|but|so|then|or|all|because|after|since)\\b|(?<!\\b(?:with|in|on|of|for|from|about)\\s)\\b(?:my|our|his|her|their)\\b)[^.!?\\n]){0,30}?";
/** "Issue resolved" tells so only where nobody waits for it: "to get my issue resolved" does not. */
const AWAITED =
  "\\b(?:get|gets|getting|got|have|having|had|kindly|no|none|see|wait\\w*|hop(?:e|ing)|without|expect\\w*|request\\w*|demand\\w*)\\b[^.!?\\n]{0,25}";

/** Looks on from its `lastIndex`, and back of it for who waits. */
export const OVER = new RegExp(
  `\\b(?:${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?${DONE}` +
    `|${FAULT}\\b${OF_THE_FAULT}\\b${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?gone` +
    `|${FAULT}\\b${OF_THE_FAULT}\\s(?:disappeared|vanished|went away|gone away|cleared up)` +
    `|(?<!${AWAITED})\\b${FAULT}\\s+${DONE}(?=\\s*(?:$|[.!,;)]|thank|now|after|in|since|by|with|and|finally|at last))` +
    `|(?:you|they|devs?|developers?|team|update|version)\\s+(?:have\\s+|has\\s+|just\\s+|finally\\s+)?(?:fixed|solved|resolved)` +
    `|(?:fixed|solved|resolved)\\s+(?:now|in|with|since|by)\\b|no (?:more|longer) (?:a |an )?(?:problems?|issues?|crash\\w*|errors?|bugs?)` +
    `|no longer the case|(?:thanks?|thank you|thx)(?:\\s+\\w+){0,3}\\s+for\\s+(?:finally\\s+)?(?:fix|solv|resolv|repair|sort)ing\\b(?!\\s+nothing))\\b`,
  "gi",
);

const FAILING =
  "(?:crash\\w*|freez\\w*|froze|hang\\w*|lag\\w*|stutter\\w*|glitch\\w*|flicker\\w*|disconnect\\w*|restart\\w*|reboot\\w*|overheat\\w*|buffer\\w*|drain\\w*|fail\\w*|los(?:e|es|ing)|(?:log|sign|kick|throw)\\w* (?:me |us |you )?(?:out|off)|clos(?:e|es|ing) by itself|shut\\w* down)";

/** It used to fail and does so no more: "doesn't crash anymore", "no longer freezes", "has stopped crashing". */
export const FAILS_NO_MORE = new RegExp(
  `\\b(?:(?:not|never|\\w+n['’]?t)\\s+(?:even\\s+|ever\\s+|once\\s+)?${FAILING}\\b[^.!?\\n]{0,40}?\\b(?:any ?more|any longer|now|since)\\b` +
    `|no longer\\s+${FAILING}` +
    `|no more\\s+${FAILING}` +
    `|(?:has|have|had|finally|it|app)\\s+stop(?:s|ped)\\s+(?:crash|freez|hang|lagg|stutter|glitch|disconnect|restart|overheat|buffer|drain|fail|los)ing` +
    `|used to\\s+${FAILING}[^.!?\\n]{0,60}?\\b(?:gone|fixed|solved|fine|better|great|perfect\\w*|smooth\\w*|any ?more)\\b)`,
  "i",
);

/** It was so: what follows may say that it is so no more. */
export const WAS_SO =
  /\b(?:used to|previously|formerly|earlier|in the past|initially|at first|before (?:the|this|that|last) (?:\w+ ){0,2}(?:update|version|release|fix))\b/i;

const WELL =
  "(?:works?|runs?|looks?|loads?|opens?|is|are|it['’]s|feels?|goes)\\s+(?:all\\s+|so\\s+|really\\s+|much\\s+|very\\s+|just\\s+)?(?:fine|great|good|perfect\\w*|smooth\\w*|well|flawless\\w*|like a charm|better|fast\\w*|quick\\w*|stable|reliabl\\w*|beautiful\\w*|lovely|nice\\w*)(?!\\s+for nothing|\\s+enough)";

/** After what was so: all is well now. */
export const WELL_NOW = new RegExp(
  `\\b(?:now\\b[^.!?\\n]{0,30}?\\b${WELL}|${WELL}\\s+(?:again\\s+)?now|all (?:good|fine|well) now|now all (?:good|fine|well))\\b`,
  "i",
);

/** What nobody misses when it is so no more. */
export const WAS_BAD = new RegExp(
  `\\b(?:${FAILING}|${FAULT}|slow\\w*|bad|ugly|annoy\\w*|unusable|terribl\\w*|horribl\\w*|awful|broken|wrong\\w*|hard|difficult\\w*|confus\\w*|struggl\\w*|unreliab\\w*|unstable|stuck)\\b`,
  "i",
);

/** After what was so, and was bad: it is so no more. */
export const SO_NO_MORE =
  /\b(?:(?:has|have|had|did|does|do)(?:n['’]?t| not| never)\s+(?:happen\w*|occur\w*|come back|reappear\w*|return\w*)\s+(?:again\s+)?(?:since|any ?more|any longer|after|now)|not any ?more|no longer|never again)\b/i;

/** What is well goes on otherwise. */
export const BUT = /\b(?:but|yet|except|though|nothing)\b/i;

/** Takes it back: it is asked for, denied, or came again. */
export const STILL =
  /\b(?:not|never|n't|cannot|cant|should|must|needs?|want|please|pls|until|till|unless|if|when will|hope|still|yet|soon|asap|in advance|beforehand|(?<!\b(?:happy|glad|works?|working|enjoy|love|good|great|fine|well|perfect\w*|smooth\w*|usable|use) )again|came back|comes back|(?:is|are|was|were) back(?! to normal)|supposed|supposedly|claim\w*|said|says|would)\b|n't\b/i;

/** So short a time that who is content means it as praise: "takes me ten seconds", "done in two clicks". */
export const QUICK =
  /\b(?:takes?|took|done|ready|finished|booked|paid|within|in)\b[^.!?\n]{0,15}?\b(?:a few|a couple of|one|two|three|four|five|ten|\d{1,2}) ?(?:seconds?|secs?|clicks?|taps?)\b/i;
/** It is a complaint all the same. */
export const SLOW_ALL_THE_SAME =
  /\b(?:too|slow\w*|long\w*|lag\w*|delay\w*|wait\w*|forever|still|each|every|always|only|just to|to (?:open|load|start|launch|respond|react|connect|sync|update|log))\b/i;
