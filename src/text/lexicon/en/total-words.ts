// cspell:ignore dosent dosn doesn
/** How English tells that nothing works at all, and that strangers see what is somebody's own. */
import { rule } from "../../rules/rule.ts";

const VERB = "(?:work|open|start|launch|run|load)(?:s|ing|ed|ning)?";
const NOT =
  "(?:not|n['’]?t|never|no longer|cannot|(?:has |have |just |suddenly )?(?:stop(?:s|ped)?|quits?)|wont|doesnt|dosent|dosn't|doesn|didnt|isnt|cant|refuses to|fails? to)";
/** Words before the failure that name no part of the whole. */
const WHOLE =
  "(?:the|this|that|my|your|it|its|is|was|app|apps|application|program|software|game|whole|entire|just|suddenly|now|still|even|has|have|had|been|do|does|did|will|would|can|could|am|are|be|really|simply|completely|totally|also|and|but|so|then|since|update|updated|latest|new|version|always|to|all|for|me|on|phone|device|because|as|of|today|yesterday|after|again|keeps?|at|seems?|ca|wo|im|i|us|we)(?:['’]s)?";

/** The last group: what comes after the verb. */
export const NOTHING_WORKS = rule(
  new RegExp(
    `^(?:${WHOLE}[\\s,.!]+){0,12}(?:(?:do|does|did|is|wo|ca|could|would|was|has)\\s?)?${NOT}\\s+(?:(?:even|seems?|able|to|be|let|me|at|all)\\s+){0,4}${VERB}\\b(.*)$`,
    "i",
  ),
);
/** After the verb: only a part of it, or only now and then. */
export const PARTLY =
  /\b(?:properly|correctly|right|well|fine|sometimes|some times|at times|occasionally|as expected|as it should|as before|offline|with|for|in a|in the)\b/i;

const SOMEBODY =
  "(?:someone|somebody|some one|anyone|anybody|strangers?|other (?:people|users?|customers?|accounts?)|others|another (?:person|user|customer|account)|people i (?:do not|don['’]t) know)";
const OWN =
  "(?:account|bookings?|orders?|messages?|chats?|photos?|pictures?|data|details|address(?:es)?|numbers?|cards?|balance|transactions?|history|profile|e-?mails?|files?|documents?|trips?|records?|information|invoices?|tickets?)";
/** Somebody else reads what is one's own, or one reads what is theirs. */
export const EXPOSED = rule(
  new RegExp(
    `\\b(?:${SOMEBODY}(?: else)?\\b[^.!?\\n]{0,20}?\\b(?:sees?|seeing|reads?|view(?:s|ed)?|access(?:es|ed)?|saw|looks? at|gets? into|got into)\\b[^.!?\\n]{0,20}?\\b(?:my|our|your|all)\\b[^.!?\\n]{0,20}?\\b${OWN}` +
      `|(?:i|we)\\b[^.!?\\n]{0,20}?\\b(?:see|read|view|access|saw|got|get|receive[sd]?)\\b[^.!?\\n]{0,20}?\\b${SOMEBODY}(?:['’]s?|s['’])? [^.!?\\n]{0,20}?${OWN}` +
      `|${SOMEBODY}(?: else)?(?:['’]s?|s['’]) (?:\\w+ ){1,3}(?:shows?(?: up)?|appears?|turns? up|ends? up|comes? up|is|are) (?:in|on|under|among) (?:my|our)\\b` +
      `|${SOMEBODY}(?: else)?['’]s? (?:\\w+ )?${OWN}\\b[^.!?\\n]{0,15}?\\b(?:is|are|was|were|appears?|shows?|shown|came|comes|in my)\\b)`,
    "i",
  ),
);

/** That something does not work, whatever it is. */
export const FAILS_AS_A_WHOLE =
  /\b(?:(?:\w{2,6}n['’]t|dont|doesnt|didnt|wont|isnt|arent|not|never|no longer|stop(?:s|ped)?|quit) (?:\w+ ){0,2}?work(?:s|ed|ing)?|(?:can ?not|can['’]?t|cant|unable to) (?:\w+ )?use|unusable|glitch\w*|(?:has|have) been down|(?:is|are|was|went|goes) down)\b/i;
