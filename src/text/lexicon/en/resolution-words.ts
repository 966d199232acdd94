// cspell:ignore freez lagg reliabl terribl horribl confus struggl unreliab solv resolv didn
/** How English tells that a problem is over, and that it is not. */
import { rule } from "../../rules/rule.ts";

const BEEN =
  "(?:is|are|was|were|got|gets|has been|have been|had been|been|seems|seem|'s|finally|now|all|also|already|(?:seems?|appears?)\\s+(?:now\\s+|finally\\s+)?to\\s+(?:be|have\\s+been))";
const DONE =
  "(?:fixed|put to rest|put right|ironed out|taken care of|resolved|solved|squashed|sorted|repaired|corrected|back to normal)";
/** What one is glad to see gone; photos and money that are gone are lost. */
const FAULT =
  "(?:problems?|issues?|bugs?|errors?|crash\\w*|glitch\\w*|lags?|troubles?|faults?|delays?|freeze\\w*|freezing|ads|adverts|pop-?ups|(?:black|blank|blue|frozen|green|white) screens?|(?:boot|error|login|log-in|restart|sign-in|update) loops?)";
/** Up to what a fault is said to do, with nothing else coming in that may be gone: "app crashes, my photos are gone". */
const OF_THE_FAULT =
  "(?:(?![,;:]|\\b(?:and|but|so|then|or|all|because|after|since)\\b|(?<!\\b(?:with|in|on|of|for|from|about)\\s)\\b(?:my|our|his|her|their)\\b)[^.!?\\n]){0,30}?";
/** "Issue resolved" tells so only where nobody waits for it: "to get my issue resolved" does not. */
const AWAITED =
  "\\b(?:get|gets|getting|got|have|having|had|kindly|no|none|see|wait\\w*|hop(?:e|ing)|without|expect\\w*|request\\w*|demand\\w*)\\b[^.!?\\n]{0,25}";

/** It works now and then, or takes doing. */
const OFTEN =
  "\\b(?:ha(?:ve|s|d) to|need to|each|every|then|only|sometimes|times?|so|before|makes?|restart\\w*|reboot\\w*)\\b";

/** Looks on from its `lastIndex`, and back of it for who waits. */
export const OVER = rule(
  new RegExp(
    `\\b(?:${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?${DONE}` +
      `|${FAULT}\\b${OF_THE_FAULT}\\b${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?(?:gone|dead|history|a thing of the past|squashed)` +
      `|${FAULT}\\b[^.!?,;\\n]{0,50}?\\b${BEEN}\\s+(?:\\w+ly\\s+|now\\s+)?(?:dead|history|a thing of the past)` +
      `|${FAULT}\\b${OF_THE_FAULT}\\s(?:disappeared|vanished|went away|gone away|cleared up)` +
      `|(?<!${AWAITED})\\b${FAULT}\\s+${DONE}(?=\\s*(?:$|[.!,;)]|thank|now|after|in|since|by|with|and|finally|at last))` +
      `|(?:you|they|devs?|developers?|team|(?:build|patch|release|update|upgrade|version)(?:\\s+v?\\d[\\d.]{0,10})?)\\s+(?:have\\s+|has\\s+|just\\s+|finally\\s+)?(?:fixed|solved|resolved)` +
      `|(?:fixed|solved|resolved)\\s+(?:now|in|with|since|by)\\b|no (?:more|longer) (?:a |an )?(?:problems?|issues?|crash\\w*|errors?|bugs?)` +
      `|no (?:more|longer) (?:any )?(?:double|random|annoying|unwanted|unexpected|constant|endless|stupid|sudden) \\w+` +
      `|(?:update|version|release|patch) (?:\\w+ly )?(?:fixes|solves|resolves)` +
      `|(?:removed|got rid of|cleaned up) (?:all )?(?:the |these |those |your )?(?:\\w+ )?${FAULT}` +
      `|(?:problem|issue|error|mistake|fault|bug) (?:was|is|were) (?:all |actually |just )?(?:mine|my (?:own )?(?:fault|mistake|error)|on my (?:side|end|part))` +
      `|(?<!${OFTEN}[^.!?\\n]{0,60})(?<!\\bto )(?:works? again|now works? (?:again|as it should|fine|well|perfectly)|works? (?:fine |well |perfectly )?(?:now|as it should|as expected))(?=\\s*(?:$|[.!,;]|thank))` +
      `|no longer the case|(?:thanks?|thank you|thx)(?:\\s+\\w+){0,3}\\s+for\\s+(?:finally\\s+)?(?:fix|solv|resolv|repair|sort)ing\\b(?!\\s+nothing))\\b`,
    "gi",
  ),
);

/** "Doesn't", also as people type it; not "payment", which ends like it. */
export const NEGATED = "(?:\\w+n['’]t|(?:ai|are|ca|could|did|do|does|had|has|have|is|should|was|were|wo|would)nt)";

/** How something is that is not well, said of the thing itself. */
const ILL =
  "(?:blank|broken|buggy|confusing|expensive|frozen|glitchy|laggy|messy|overpriced|sluggish|slow|stuck|unreadable|unresponsive|unusable)";
const THROWN_OUT = "(?:kicked|logged|signed|thrown) (?:me |us )?(?:off|out)";

const FAILING =
  "(?:crash\\w*|freez\\w*|froze|hang\\w*|lag\\w*|stutter\\w*|glitch\\w*|flicker\\w*|disconnect\\w*|restart\\w*|reboot\\w*|overheat\\w*|buffer\\w*|drain\\w*|fail\\w*|los(?:e|es|ing)|(?:log|sign|kick|throw)\\w* (?:me |us |you )?(?:out|off)|clos(?:e|es|ing) by itself|drop(?:s|ping)? (?:off|out|the connection)|shut\\w* down)";

/** It used to fail and does so no more: "doesn't crash anymore", "no longer freezes", "has stopped crashing". */
export const FAILS_NO_MORE = rule(
  new RegExp(
    `\\b(?:(?:not|never|${NEGATED})\\s+(?:even\\s+|ever\\s+|once\\s+)?${FAILING}\\b[^.!?\\n]{0,40}?\\b(?:any ?more|any longer|now|since)\\b` +
      `|no longer\\s+(?:(?:am|are|being|get(?:s|ting)?|is|so|that|too)\\s+){0,2}(?:${FAILING}|${ILL}(?= *(?:$|[.!,;]|now\\b|since\\b|after\\b|and\\b))|${THROWN_OUT})` +
      `|(?:not|${NEGATED})\\s+(?:(?:as|so|that|too)\\s+)?${ILL}\\s+(?:any ?more|any longer|at all)` +
      `|(?:(?:do|does|did)(?:n['’]?t| not)|no longer)\\s+have to\\b[^.!?\\n]{0,50}\\bany ?more` +
      `|no more\\s+(?:\\w+\\s+)?(?:${FAILING}|${FAULT})` +
      `|(?:has|have|had|finally|it|app)\\s+stop(?:s|ped)\\s+(?:crash|freez|hang|lagg|stutter|glitch|disconnect|restart|overheat|buffer|drain|fail|los)ing` +
      `|(?:freezing|crash(?:es|ing)|lag(?:ging|s)?|stutter(?:ing|s)|glitch(?:es|ing)|buffering|disconnect(?:s|ions?|ing)|drain(?:ing)?|errors?) (?:has |have |had )?(?:finally |now |completely |all )?stopped(?= *(?:$|[.!,;]|now\\b|after\\b|since\\b|completely\\b|altogether\\b))` +
      `|\\w+(?:ing|s)\\? not any ?more` +
      `|used to\\s+${FAILING}[^.!?\\n]{0,60}?\\b(?:gone|history|fixed|solved|fine|better|great|perfect\\w*|smooth\\w*|any ?more)\\b)`,
    "i",
  ),
);

/** What stood still or was lost, and is there again: "the matches that disappeared are back". A fault that is back is none. */
const MISSED =
  "(?:missing|lost|disappeared|vanished|gone|deleted|blocked|locked|suspended|banned|wrong\\w*|broken|late)";
const SOMEBODY_THERE =
  "(?:they|you|support|team|staff|service|guys?|agents?|company|seller|shop|restaurant|driver|devs?|developers?)";
export const GIVEN_BACK = rule(
  new RegExp(
    `\\b(?:${MISSED}\\b[^.!?\\n]{0,40}?\\b(?:turned up|came back|(?:is|are|was|were) (?:all |now |finally |both )?back(?! to)|(?:was|were|got|has been|have been) (?:\\w+ly )?(?:found|restored|returned|recovered|refunded|replaced|reinstated|unblocked|unlocked))` +
      `|got (?:it|(?:the|my|our) (?:money|account|points|data|photos|files)|everything|all of it) (?:all )?back` +
      `|${FAULT}\\b[^.!?\\n]{0,50}?\\b(?:they|it)(?:['’]s|['’]re| is| are) (?:all |now |finally )?gone` +
      `|(?:old|previous|last) version\\b[^.!?\\n]{0,50}?\\bnew (?:one|version) (?:is|runs|works) (?:\\w+ly |so |really |as )?(?:solid|fine|great|perfect\\w*|smooth\\w*|stable|flawless\\w*|good|well)` +
      `|${SOMEBODY_THERE} (?:\\w+ly |even |then |have |has |also |all )?(?:unblocked|unlocked|refunded|replaced|restored|reinstated|reimbursed|reactivated|sorted)\\b)`,
    "i",
  ),
);
/** A part of it, or none. */
export const NOT_GIVEN_BACK = new RegExp(
  `\\b(?:not|never|only|half|part\\w*|some|no|nobody|until|till|unless|if|should|must|please|pls|again|claim\\w*|said|says|cant|dont|didnt|doesnt|hasnt|havent|wont|(?:${FAULT})(?![^.!?\\n]{0,55}\\bgone|\\w*[^.!?\\n]{0,60}\\bnew (?:one|version)))\\b|n['’]t\\b`,
  "i",
);

/** It never was: "not one failed payment", "nothing ever went wrong", "hardly ever crashes". */
export const NEVER_WAS = rule(
  new RegExp(
    `\\b(?:(?:not (?:one|a single)|(?:never|(?:have|has|had)n['’]?t|(?:have|has|had|did) not|didn['’]?t) (?:once |ever |yet )?(?:had|have|seen|see|experienced?|encountered|noticed)(?: (?:a|an|any|one|a single|single|even one))?) (?:\\w+ )?(?:${FAULT}|failed|failing|broken|missed|lost|wrong)` +
      `|(?:never|not once) (?:been )?(?:slow|late|laggy|down|buggy|a problem|an issue)(?=$|[.!,;])` +
      `|(?:never|nobody (?:ever|has ever)) (?:ever |once )?(?:been )?(?:${THROWN_OUT}|charged (?:me |us )?(?:twice|double|wrongly)|overcharged|disappeared|vanished)(?= *(?:$|[.!,;]))` +
      `|never (?:ever |once )?(?:(?:fails?|failed) (?:me|us)|lets? (?:me|us) down|been (?:overcharged|hacked|let down|(?:charged|billed) (?:wrongly|twice|too much)))(?= *(?:$|[.!,;]|in\\b|so far))` +
      `|^(?:there (?:are|is) )?(?:no|zero) (?:annoying |hidden )?(?:ads|adverts|pop-?ups|lags?|bugs|crashes|glitches|spam|hidden (?:fees|costs|charges))(?= *(?:$|[.!,;]))` +
      `|nothing (?:has |have |had )?(?:ever )?(?:gone|went|goes|go) wrong` +
      `|(?:hardly|barely|rarely|scarcely|almost never|practically never) (?:ever )?${FAILING}(?! to\\b)` +
      `|(?:no|zero) (?:\\w+ )?(?:bugs?|crash\\w*|glitch\\w*|lags?|errors?|problems?|issues?)(?: at all| whatsoever| so far|,? (?:no|zero)\\b| since)` +
      `|(?:did|does|do|has|have)(?:n['’]?t| not) (?:lose|lost|miss(?:ed)?) (?:any|a single|one)\\b` +
      `|(?:without|free of) (?:any |a single |all )?(?:bugs|crashes|glitches|lags?|problems?|issues)(?: at all| so far)?(?=$|[.!,;]))`,
    "i",
  ),
);
/** What is denied is the failing: "this one does not freeze". */
export const DENIED = rule(
  /\b(?:did|does|do|has|have)(?:n['’]?t| not) (?:even |ever |once |really )?(?:buffer|crash|flicker|freeze|glitch|lag|overheat|stutter)(?:e?d|ged|n)?(?= *(?:$|[.!,;]|at all\b|like\b|as (?:much|often)\b|on me\b|so far\b))/i,
);
/** Ahead of it: it is waited for, an exception, or said of others. */
export const IF_ONLY =
  /\b(?:alternatives?|competitors?|others?(?: (?!it\b|this\b)\w+){0,2}|rivals?|they) *$|\b(?:could|days?|hop(?:e|ed|ing)|how|if|make sure|minutes?|moments?|only|please|pls|should|so that|times?|till|unless|until|want\w*|when|whenever|why|wish\w*|would)\b/i;
/** As it is said of what always did. */
export const WELL_AS_EVER = rule(/(?<!\bnow )(?<!\bfinally )\bworks? as (?:it should|expected)(?! (?:now|again)\b)/i);
/** "I can log in again": said as news, not as what is waited for. */
export const CAN_AGAIN = rule(
  /(?:^|[.!,;]\s|\b(?:now|finally)\s)(?:now |finally )?(?:i|we) can (?:finally |now )?\w+(?: (?!so\b|not\b)\w+){0,3} again(?= *(?:$|[.!,;]))/i,
);

/** What was to be put right is not, or is there again: "never fixed", "fixed for a day, then back again", "same bug again". */
export const UNFIXED = rule(
  new RegExp(
    `\\b(?:(?:never|(?<!\\bcan )not|nobody|no one|(?:ha(?:s|ve|d)|is|was|are|were|do|does|did|wo|would|has)n['’]t|fail(?:s|ed)? to|refuse[sd]? to|yet to be|unable to|without) (?:been |be |being |get |got |even |ever |actually |really |yet |properly |bother(?:ed)? to )*(?:fix(?:ed|es|ing)?|solved?|solving|resolved?|resolving|repair(?:ed)?)(?: (?:the|this|that|my|it|these|those|any|anything)\\b(?: \\w+){0,2})?` +
      `|(?:fix\\w*|solved|resolved)\\b[^.!?\\n]{0,40}?\\b(?:broken again|back again|(?:happened|happens|happening|started|starts|broke|crashed|failed) again|(?:came|comes|is|are|was) back(?! to)|returned)` +
      `|(?:same|old|previous) ${FAULT} (?:again|is back|are back|(?:still )?(?:persists?|remains?|exists?|occurs?|happens?|there)|still|came back)` +
      `|still (?:the|have the|having the|has the|with the|got the) same (?:old )?${FAULT}` +
      `|(?:fix(?:ed|es)?|solved|improved) (?:absolutely )?nothing` +
      `|fix(?:ed|es)? (?:one|a|some|the|two|few)\\b[^.!?\\n]{0,25}?,? (?:but |and |then )?(?:added?|adds|introduced?s?|created?s?|broke|breaks|caused?s?)(?: \\w+){1,3})`,
    "i",
  ),
);

/** What is over ends here, and something else begins: "the crash is fixed, but the sound is missing". */
export const TURNS = rule(
  /[,;]?\s+(?:(?:but|yet|however|though|sadly|unfortunately|while|whereas|only that|and now|and sadly)\b,?|so (?=(?:is|are|was|were)\b))\s*|[,;]\s+(?:now|so)\s+/gi,
);
/** What follows a turn may be well too. */
export const FAILS_AFTER = new RegExp(
  `\\b(?:${FAILING}|not|never|no|nothing|n['’]t|cannot|cant|dont|doesnt|wont|gone|lost|missing|wrong|broken|slow\\w*|worse|bad|(?:is|are|was|were) my|so (?:is|are)|\\w+n['’]t|vanish\\w*|disappear\\w*|for (?:minutes|hours|ages))\\b`,
  "i",
);
/** After a problem: a small comfort. */
export const AT_LEAST = rule(/[,;]?\s+(?:but|though|and|,)?\s*at least\s+/i);

/** It is elsewhere, or there is more to it. */
export const YET_IS =
  /\b(?:but|yet|still|except|though|however|until|till|unless|now|before|previously|earlier|once|when|support|if|please|pls|should|would|could|after)\b/i;

/** Others fail, this one does not. */
export const OTHERS_FAIL = rule(
  /\b(?:(?:the |all |any )?others?(?: \w+){0,2}|rivals?|competitors?)\b[^.!?\n]{2,60}?\b(?:this (?:one|app|game|site)|here it|yours)(?: never| (?:does|is|do|has|did)(?:n['’]?t| not))(?= *(?:$|[.!,;]))/i,
);

/** Others are well: it is no praise that this one is not. */
export const OTHERS_WORK =
  /\bothers?\b[^.!?\n]{0,50}?\b(?:works?|working|runs?|opens?|plays?|loads?|connects?|syncs?|do|does|are|can)(?! not\b|n['’]t)\b(?![^.!?\n]{0,20}\b(?:slow\w*|bad\w*|poor\w*|crash\w*|fail\w*))/i;

/** It was feared or expected, and did not come. */
export const FEARED = rule(
  /\b(?:(?:was|were|am|i['’]m|been) (?:so |a bit |really |very )?(?:worried|afraid|scared|concerned|anxious|sceptical|skeptical|about to (?:complain|say|write))|feared|i expected|had expected)\b/i,
);
export const DID_NOT_COME = rule(
  /(?:\bbut|,|;)\s+(?:luckily |thankfully |actually |in fact )?(?:(?:it|they|this|that|nothing)(?:['’]s| was| is| does| did| do| were| are| has)?(?:n['’]?t| not)?(?: at all| there now| there after all| happened| unfounded)(?= *(?:$|[.!,;]))|(?:it|they|that|this) (?:does|did|do|is|was|were|has)(?:n['’]?t| not)(?= *(?:$|[.!,;]))|(?:everything|all|it|they) (?:is|was|were|are|works?|runs?|went) (?:all |still |just |really |so |very |actually |perfectly )*(?:there|fine|fast|quick|good|great|well|smooth\w*|ok(?:ay)?|safe|intact|perfect\w*|accurate|cheap)\b)/i,
);

/** It was so: what follows may say that it is so no more. */
export const WAS_SO = rule(
  /\b(?:used to|(?:crash\w*|freezes|freezing|bugs|lags?|glitches|ads) (?:was|were) a thing|had (?:(?:been|had|a|an|some|many|lots of) ){0,3}(?:\w+ )?(?:trouble|problems?|issues?|bugs?|errors?|failed|crashed|frozen|stopped)|(?:was|were) (?:\w+ly |always |so |all |often |also )?(?:broken|down|off|slow\w*|buggy|laggy|wrong|unusable|unstable|unreliable|inaccurate|stuck|missing|crashing|freezing|failing|lagging)|previously|formerly|earlier|in the past|initially|at first|before (?:the|this|that|last) (?:\w+ ){0,2}(?:update|version|release|fix))\b/i,
);

const WELL =
  "(?:works?|runs?|looks?|loads?|opens?|is|are|it['’]s|feels?|goes)\\s+(?:all\\s+|so\\s+|really\\s+|much\\s+|very\\s+|just\\s+)?(?:fine|great|good|perfect\\w*|smooth\\w*|well|flawless\\w*|like a charm|better|fast\\w*|quick\\w*|stable|reliabl\\w*|beautiful\\w*|lovely|nice\\w*)(?!\\s+for nothing|\\s+enough)";

/** After what was so: all is well now. */
export const WELL_NOW = rule(
  new RegExp(
    `\\b(?:now\\b[^.!?\\n]{0,30}?\\b${WELL}|${WELL}\\s+(?:again\\s+)?now|all (?:good|fine|well) now|now all (?:good|fine|well)|(?:works?|working|runs?|running) (?:fine |great |perfectly |smoothly |well )?again|(?:been|is|are|was|runs?|works?|it['’]s) (?:\\w+ly |all |so |rock |very )?(?:solid|fine|great|good|perfect\\w*|smooth\\w*|flawless\\w*|stable|reliabl\\w*|accurate|well|instant\\w*|fast) (?:ever )?since|after (?:the|this|that|last|an|your) (?:\\w+ ){0,2}(?:patch|update|fix|upgrade|version) (?:it|they|all|everything)(?:['’]s| is| are| works?| runs?) (?:all |so |very |much )?(?:accurate|fine|great|good|well|perfect\\w*|smooth\\w*|fast\\w*|better|stable|spot on|correct)|now(?: it['’]s| they['’]re| it is| they are)? (?:all |so |really )?(?:instant\\w*|accurate|quick|fast|correct|spot on)(?= *(?:$|[.!,;]))|that['’]s history|(?:is|are) history)\\b`,
    "i",
  ),
);

/** What nobody misses when it is so no more. */
export const WAS_BAD = new RegExp(
  `\\b(?:${FAILING}|${FAULT}|slow\\w*|bad|ugly|annoy\\w*|unusable|terribl\\w*|horribl\\w*|awful|broken|wrong\\w*|hard|difficult\\w*|confus\\w*|struggl\\w*|unreliab\\w*|unstable|stuck)\\b`,
  "i",
);

/** After what was so, and was bad: it is so no more. */
export const SO_NO_MORE = rule(
  /\b(?:(?:has|have|had|did|does|do)(?:n['’]?t| not| never)\s+(?:happen\w*|occur\w*|come back|reappear\w*|return\w*)\s+(?:again\s+)?(?:since|any ?more|any longer|after|now)|not any ?(?:more|longer)|no longer|never again)\b/i,
);

/** What is well goes on otherwise. */
export const BUT = /\b(?:but|yet|except|though|nothing)\b/i;

/** Takes it back: it is asked for, denied, or came again. */
export const STILL =
  /\b(?:not|never|n't|cannot|cant|(?<!\bas (?:it|they) )should|must|needs?|want|please|pls|until|till|unless|if|when will|hope|still|yet|soon|asap|in advance|beforehand|(?<!\b(?:happy|glad|works?|working|enjoy|love|good|great|fine|well|perfect\w*|smooth\w*|usable|use) )again|came back|comes back|(?:is|are|was|were) back(?! to normal)|supposed|supposedly|claim\w*|said|says|would)\b|n't\b/i;

/** So short a time that who is content means it as praise: "takes me ten seconds", "done in two clicks". */
export const QUICK = rule(
  /\b(?:takes?|took|done|ready|finished|booked|paid|within|in)\b[^.!?\n]{0,15}?\b(?:a few|a couple of|one|two|three|four|five|ten|\d{1,2}) ?(?:seconds?|secs?|clicks?|taps?)\b/i,
);
/** It is a complaint all the same. */
export const SLOW_ALL_THE_SAME =
  /\b(?:too|slow\w*|long\w*|lag\w*|delay\w*|wait\w*|forever|still|each|every|always|only|just to|to (?:open|load|start|launch|respond|react|connect|sync|update|log))\b/i;
