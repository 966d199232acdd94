// cspell:ignore nquir quer couldn doesn
/** How English asks for information, which wishes for nothing to be built: "question about billing", "tell me how to …". */
import { rule } from "../../rules/rule.ts";

const OPENED =
  "^\\s*(?:(?:hi|hello|hey|dear|team|all|there|guys|sir|madam|and|but|so|also|ok|okay|just|please|pls|plz|kindly|quick|thanks|thank you|sorry|great app|good morning)\\b[ ,]*)*";
const WHICH = "(?:how|what|when|where|which|who|why|whose|whom)\\b";
const TOPIC = "(?:about|regarding|on|re|concerning|around|related to|relating to|with regards? to|in regards? to)\\b";
const INFORMATION =
  "(?:info|infos|information|details?|clarifications?|guidance|instructions?|explanations?|documentation|tutorials?|assistance)";
const US = "(?:me|us)";

/** A clause that asks about something, whatever is wrong with that. */
export const ASKS_ABOUT = rule(
  new RegExp(
    `${OPENED}(?:(?:i|we)(?:['’]ve| have| had| got|['’]ve got| have got)? )?(?:an?|one|another|some|a few|general|my|few)?\\s*(?:quick |small |simple |general |further |other )?(?:questions?|quer(?:y|ies)|doubts?|[ei]nquir(?:y|ies)) ${TOPIC}`,
    "i",
  ),
);

/** A clause that wants to know, or to be helped. */
export const ASKS_TO_KNOW = rule(
  new RegExp(
    `${OPENED}(?:` +
      `(?:i|we)(?:['’]ve| have| had| got|['’]ve got)? (?:an?|one|another|some|a few) (?:quick |small |simple |general )?(?:questions?|quer(?:y|ies)|doubts?|[ei]nquir(?:y|ies))\\b` +
      `|(?:(?:can|could|would|will) (?:you|someone|anyone|anybody|somebody) )?(?:please |pls |plz |kindly )?(?:(?:tell|explain(?: to)?|advise|inform)(?: ${US})?|(?:show|teach|remind|guide|let) ${US}(?: know)?) (?:on |about )?(?:${WHICH}|the (?:price|cost|fee|status|difference|steps|procedure|process|reason|meaning)\\b)` +
      `|(?:(?:i|we)(?: am| are|['’]m|['’]re| was| were|['’]d| would)? )?(?:just |really |also )?(?:wonder(?:ing|ed)?|curious|confused|unsure|not sure|trying to (?:find out|understand|figure out)|like to know|love to know|want(?:ed)? to (?:know|ask|understand)|need to know|(?:don['’]?t|do not|cannot|can['’]?t) (?:know|understand|figure out))(?: about)? ${WHICH}(?! (?:i|we|you) (?:can['’]?t|cannot)| (?:it|this|that|the app) (?:is|does)n['’]?t)` +
      `|(?:do|does|did) (?:any ?one|anybody|you|some ?one|you guys) (?:else )?know\\b` +
      `|any ?(?:one|body) (?:else )?knows? (?:if\\b|whether\\b|${WHICH})` +
      `|(?:(?:i|we)(?: am| are|['’]m|['’]re|['’]d like| would like)? )?(?:need(?:ing|ed)?|want(?:ed)?|looking for|look for|seeking|require|requesting|request|request for|send me|give me|more|get|find)(?: an?| the| some| more| any| further| additional| detailed| full)* ${INFORMATION} (?:on|about|regarding|concerning|for|with|of|how)\\b(?! (?:each|every|all)\\b)` +
      `|(?:some |more |any |further |additional )*(?:info|information|details) (?:on|about|regarding|concerning)\\b` +
      `|(?:(?:i|we)(?: am| are|['’]m|['’]re|['’]d like| would like)? )?(?:need|want|require|get)(?: your| some| a little| a bit of| any)? help (?:with|on|about|to|in|for|${WHICH})` +
      `|(?:can|could|would|will) (?:you|someone|anyone|anybody|somebody) (?:please |pls |plz |kindly )?help (?:me |us )?(?:with|to|in|on|${WHICH})` +
      `|how (?:do|can|should|could|would|am|to|does|did|much|many|long|often|soon|is it possible to)(?! (?:you|this|they|there|an app|the app|it|u) (?:not|even|still)\\b| (?:you|they) \\w+ without)\\b` +
      `|(?:where|who|whom) (?:can|do|should|could|would) (?:i|we|one|you)\\b(?! not)` +
      `|(?:what|which) (?:is|are|does|do|happens|happen) (?:the (?:difference|price|cost|fee|meaning|purpose|point of|best|process|procedure|limit|maximum|minimum|latest|max)|\\w+ (?:mean|do|cost)|when|if)\\b` +
      `|(?:will|is|are|does|do|did|was|were|has|have|can|could|should|must) (?:my|our)\\b` +
      `|where (?:is|are) the (?:option|settings?|button|menu|manual|instructions?)\\b` +
      `)`,
    "i",
  ),
);

/** Who wants something built says what somebody should do. */
export const ASKS_TO_BUILD = rule(
  /\b(?:(?:you|devs?|developers?|they|u|team|please|pls|plz|kindly|possible to|could|should|will|to) (?:(?:guys|please|pls|also|be|ever|just|maybe|have|get) )*(?:add|adding|added|implement\w*|includ\w+|introduc\w+|bring|build|create|develop|enable|enabled|allow|allowed|offer|offered|support|release|released|make it)|when (?:will|are|is|do|does) (?:you|u|we|they|there|it|this)\b|when are we (?:getting|going to)|(?:feature|option|ability|setting|toggle|button|mode) (?:to|for|that)\b)/i,
);

/** Why something that others do can't be done: no wish but a problem. */
export const ASKS_WHY_NOT = rule(
  /^\s*(?:(?:so|and|but|please|tell me|pls|hi|hello|hey|explain|ok)\b[ ,]*)*why (?:(?:is|are|am|was) (?:it|this|i|we|the \w+|my \w+) (?:not|n['’]t|un)\b ?|(?:can['’]?t|cannot|can|could|couldn['’]?t|won['’]?t|will|do|don['’]?t|does|doesn['’]?t|isn['’]?t) (?:i|we|it|this|that|anyone|my \w+|the \w+)(?: not)? (?:even |still |just |ever )?)(?:log|sign|open|play|watch|see|find|connect|load|upload|download|send|pay|access|login|update|install|delete|cancel|withdraw|transfer|buy|order|book|post|view|hear|save|sync|start|work|show|remove|reset|verify|register|receive|print|search|respond|able to|working|loading|opening|showing|syncing|sending|playing)\b/i,
);

/** Why it is so, or how somebody gets rid of it. */
export const ASKS_WHY = rule(
  /\b(?:why|how come|how (?:do|can|could|should) (?:i|we|you) (?:stop|fix|prevent|avoid|get rid of|solve|resolve)|how to (?:stop|fix|prevent|avoid|get rid of|solve|resolve))\b/i,
);
