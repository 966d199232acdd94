// cspell:ignore freez lagg
/** How English tells that a problem is over, and that it is not. */

const BEEN = "(?:is|are|was|were|got|gets|has been|have been|had been|been|seems|seem|'s|finally|now|all|also|already)";
const DONE = "(?:fixed|resolved|solved|sorted|repaired|corrected|back to normal)";
/** What one is glad to see gone; photos and money that are gone are lost. */
const FAULT =
  "(?:problems?|issues?|bugs?|errors?|crash\\w*|glitch\\w*|lags?|troubles?|faults?|delays?|freeze\\w*|freezing|ads|adverts|pop-?ups)";

export const OVER = new RegExp(
  `\\b(?:${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?${DONE}` +
    `|${FAULT}\\b[^.!?\\n]{0,30}?\\b${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?gone` +
    `|(?:you|they|devs?|developers?|team|update|version)\\s+(?:have\\s+|has\\s+|just\\s+|finally\\s+)?(?:fixed|solved|resolved)` +
    `|(?:fixed|solved|resolved)\\s+(?:now|in|with|since|by)\\b|no (?:more|longer) (?:a |an )?(?:problems?|issues?|crash\\w*|errors?|bugs?))\\b`,
  "i",
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

/** Takes it back: it is asked for, denied, or came again. */
export const STILL =
  /\b(?:not|never|n't|cannot|cant|should|must|needs?|want|please|pls|until|till|unless|if|when will|hope|still|yet|(?<!\b(?:happy|glad|works?|working|enjoy|love|good|great|fine|well|perfect\w*|smooth\w*|usable|use) )again|came back|comes back|supposed|supposedly|claim\w*|said|says|would)\b|n't\b/i;

/** So short a time that who is content means it as praise: "takes me ten seconds", "done in two clicks". */
export const QUICK =
  /\b(?:takes?|took|done|ready|finished|booked|paid|within|in)\b[^.!?\n]{0,15}?\b(?:a few|a couple of|one|two|three|four|five|ten|\d{1,2}) ?(?:seconds?|secs?|clicks?|taps?)\b/i;
/** It is a complaint all the same. */
export const SLOW_ALL_THE_SAME =
  /\b(?:too|slow\w*|long\w*|lag\w*|delay\w*|wait\w*|forever|still|each|every|always|only|just to|to (?:open|load|start|launch|respond|react|connect|sync|update|log))\b/i;
