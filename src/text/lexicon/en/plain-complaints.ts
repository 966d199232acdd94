// cspell:ignore restor freez froz hasn hadn didn doesn solv resolv switche experienc brainer offen problemo
/** How English complains by what is well elsewhere, or was so before. */

const WELL =
  "(?:works?|working|runs?|opens?|plays?|loads?|connects?|syncs?|fine|perfect\\w*|flawless\\w*|great|(?:no|without(?: any)?) (?:problems?|issues?|trouble))";
const THIS = "(?:this (?:one|app|game|thing|site|program)|this|yours?(?: app)?|your app|here|it)";
const NOT = "(?:does|do|is|are|will|wo|ca|can|could|did|has)(?:n['’]?t| ?not)";
const OTHERS =
  "(?:(?:the |all |all the |any |every |my )?others?(?: [a-z]+){0,3}|another [a-z]+|everything else|(?:web ?site|web version|browser version|desktop version)|competitors?|rivals?)";
const LATELY =
  "(?:today|yesterday|now|recently|tonight|this (?:week|morning|month|year|update|version)|last (?:week|night|month|update|version)|a (?:few|couple of) (?:days|weeks) ago|(?:the|this|that|your) (?:\\w+ )?(?:update|version|upgrade|release|patch|firmware))";
/** There was none, it is others who have it, or it is over. */
const NO_TROUBLE =
  /\b(?:no|not|never|zero|without|haven['’]?t|hasn['’]?t|hadn['’]?t|don['’]?t|didn['’]?t|doesn['’]?t|if|whenever|in case|fix\w*|solv\w*|resolv\w*|help\w*|others|other (?!than)\w+|people|users|everyone|reviews?|reviewers?|older|previous|used to|hope\w*|any|anyone)\b/i;
/** Lost without anybody's fault, or found again. */
const NO_LOSS =
  /\b(?:weight|kilos?|kgs?|pounds?|lbs|interest|hopes?|faith|trust|patience|respect|confidence|count|track|words?|found|find|recover\w*|restor\w*|back again|if|when (?:my|i) (?:phone|changed)|without|never|help\w*|thank\w*)\b/i;
const FAIL = "(?:crash|freez|froz|fail|lag|hang|hung|disconnect|buffer|glitch|broke)\\w*";

/** `unless`: what takes it back. What has the trouble follows where there is one. */
export const TOLD_AROUND: readonly { readonly said: RegExp; readonly unless?: RegExp; readonly failure?: string }[] = [
  ...(
    [
      ["crashes", "crash\\w*"],
      ["freezes", "(?:freez|froz|hang|hung)\\w*"],
      ["slow", "(?:lag\\w*|slow\\w*)"],
      ["too-many-ads", "(?:ads|adverts|pop-?ups)"],
      ["does-not-work", "(?:fail|glitch)\\w*"],
    ] as const
  ).map(([failure, fails]) => ({
    said: new RegExp(
      `\\bhow (?:do|can|could|should|to)(?: (?:i|we|you))? (?:stop|fix|prevent|avoid|get rid of|solve|resolve) [^.!?\\n]{0,40}?\\b${fails}\\b`,
      "i",
    ),
    failure,
  })),
  {
    said: new RegExp(
      `\\b${OTHERS} [^.!?\\n]{0,40}?\\b${WELL}\\b[^.!?\\n]{0,25}?\\b(?:but |only |just |not )?${THIS} ${NOT}\\b`,
      "i",
    ),
    failure: "does-not-work",
  },
  {
    said: new RegExp(
      `\\b${OTHERS} [^.!?\\n]{0,40}?\\b${WELL}\\b[^.!?\\n]{0,25}?\\b(?:not|only|just|except) ${THIS}(?= *$)`,
      "i",
    ),
    failure: "does-not-work",
  },
  {
    said: new RegExp(
      `\\bnever (?:\\w+ ){0,2}(?:crash|freez|froz)\\w*[^.!?\\n]{0,30}?\\b(?:until|till|before) ${LATELY}\\b`,
      "i",
    ),
    failure: "crashes",
  },
  {
    said: new RegExp(
      `\\b(?:never (?:had|have|saw|experienced) [^.!?\\n]{0,20}?\\b(?:problems?|issues?|troubles?|errors?)|never (?:\\w+ ){0,2}${FAIL}|(?:worked|working|ran|was|were) (?:\\w+ly |all |so )?(?:fine|great|good|well|perfect\\w*|flawless\\w*|smooth\\w*|ok(?:ay)?|without [a-z]+)|(?:everything|it|all|app) (?:always )?worked)\\b[^.!?\\n]{0,25}?\\b(?:until|till|up (?:to|until)|before) ${LATELY}\\b`,
      "i",
    ),
    failure: "does-not-work",
  },
  {
    said: /\b(?:opens?|opened|closes?|closed|turns?|turned|switche[sd]|starts?|started|stops?|stopped|deletes?|deleted|changes?|changed|resets?|restarts?|unlocks?|unlocked|posts?|posted|sends?|sent|calls?|called|orders?|ordered|plays?|pauses?)(?: (?:me|it|things|songs|messages|people))?(?: (?:on|off|out|up|down))? (?:all )?by (?:itself|themselves|its ?self)\b/i,
    failure: "ignores-instructions",
  },
  {
    said: /\b(?:having|have|had|has|get|got|getting|experienc\w+|fac(?:e|ed|ing)|encounter\w*) (?:(?:so|too|many|much|some|constant|serious|big|huge|major|a|lot|lots|of|the|same|all|sorts|kinds|several|ongoing|repeated|recurring|real|technical|lately) )*(?:problems?|issues?|troubles?|difficult(?:y|ies)|bugs?|errors?) (?:with|in|on|when|while|getting|trying|connecting|using|opening|loading|logging|signing|after|since|from)\b/i,
    unless: NO_TROUBLE,
  },
  {
    said: /\b(?:i|we)(?: have|['’]ve| just)? lost (?:(?:all|every|each)(?: of)?(?: my| our| the)?|everything|(?:my|our) (?:entire|whole|progress|data|history|files|photos|pictures|notes|contacts|chats|messages|scores?|streaks?|levels?|settings|points|account))\b/i,
    unless: NO_LOSS,
    failure: "data-lost",
  },
  {
    said: /\b(?:what(?:['’]s| has| have)? happened to|where (?:are|is|did|have|has)(?: all)?(?= (?:my|our|all my) [^.!?\n]{1,40}?(?: go(?:ne)?| disappear(?:ed)?| vanish(?:ed)?)\b)) (?:all )?(?:of )?(?=my|our|all my)/i,
    unless: /\bnever happen/i,
    failure: "data-lost",
  },
  {
    said: /\bwhy (?:do|did|should|must|am|are|was|were|have) (?:i|we) (?:being |getting |have to |had to |get |got |been )*(?:pay|paying|charged|billed|asked) [^.!?\n]{0,30}?\b(?:twice|again|double|two times|more)\b/i,
    failure: "charged-wrongly",
  },
  {
    said: /(?:(?:^|,)\s*(?:still )?|\b(?:gave|given|got|get|received|receiving|had|have) (?:me |us )?)no (?:refunds?|repl(?:y|ies)|response|answers?)\b(?! (?:needed|necessary|required|policy|from (?:me|us)))/i,
    unless: /\b(?:if|need|asked|no (?:refunds?|repl\w+|response|answers?) (?:needed|policy))\b/i,
  },
  {
    said: /\b(?:report(?:ed|ing)?|complain(?:ed|ing)?) (?:about |of |the |these |this |some |many )*(?:bugs?|problems?|issues?|errors?) (?:with|in|on|about)\b/i,
    unless: NO_TROUBLE,
  },
];

/** A sentence that says nothing but that something is not there: what stands before that, and what is not. */
export const LACKED =
  /^(\s*(?:(?:but|and|still|also|has|have|there(?:['’]s| is| are)|why|sadly|unfortunately)[, ]+)*no )([\p{L}][\p{L}\p{N}' -]{2,30}?)(?: (?:yet|available|anymore|at all|here))*[\s.!]*$/iu;
/** That there is none of it is no lack: "no doubt", "no comment". */
export const NO_LACK =
  /^(?:comments?|words?|doubts?|ideas?|idea \w+|thanks?|thank you|thx|one|way|fees?|charges?|costs?|longer|more|matter|match|worries|worry|regrets?|reason|need|other|better|big deal|brainer|nonsense|fuss|fluff|strings|stress|review|rating|stars?|offen[cs]e|clue|sir|bro|problemo|kidding|virus|viruses|question|questions|competition|app|good|great|use|fun|joke|lie|cap|pressure|time|money|hidden|negative|negatives|faults?|harm|risk|contest|pain|paper|papers|cables?|wires?|cash|monthly|subscription|signup|sign up|registration|ad|ads|adverts?|commercials?|interruptions?|drama|gimmicks?|frills|hard feelings|sweat|hesitation|such|concerns?|trouble|bother|data|signal)\b/i;

/** With few stars it tells what went wrong. */
export const TOLD_BY_FEW_STARS =
  /\b(?:even though|even tho|despite|although) (?:i|we|my|our|it|the|having|being|paying)\b/i;
