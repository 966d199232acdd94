// cspell:ignore advertis adverts allerg chaf doesn freez lation odou promis queu reduc reliev remov
/** How English praises by ill words: what it does not do, what it is good against, and what one cannot help doing because it is good. */

/** Behind an ill word: its clause ends, or goes on without a noun that would make another thing of it ("no error message"). */
const END =
  "(?=\\s*(?:$|[.,;!)–—-]|(?:after|again|and|any ?more|any longer|anywhere|as|at(?! once)|during|either|even|ever|for|from|here|in|just|now|nor|of (?:any|that)|on|once|or|since|so far|that|there|though|to be (?:found|seen)|when|whatsoever|while|with)\\b))";

const NOT = "(?:ai|are|ca|could|did|do|does|had|has|have|is|was|were|wo|would)n['’]?t";
const ILL_THINGS =
  "(?:ads?|adverts?|commercials?|aches?|bloat|bloatware|blisters|boredom|bugs?|clutter|complaints?|complications|crashes|cramps|damage|delays?|downtime|drawbacks|errors?|faults?|flaws|fluff|fuss|glitch(?:es)?|hassles?|headaches?|hiccups?|interruptions?|irritation|issues?|lags?|leaks?|leaking|mess|mistakes?|nagging|nausea|noise|nonsense|pain|pests|pop-?ups?|problems?|queues|regrets?|rips|rushing|scams?|scratches|shrinking|side effects|spam|stains|stress|struggles?|stuttering|trouble|waiting|weeds|worries|wrinkles|(?:annoying|boring|dull|hidden|nasty|stupid|ugly|weird) \\w+|(?:cancel(?:l?ed|lation)|failed|lost|missed|wasted) \\w+|long (?:lines?|queues?|waits?)|waiting (?:around|for \\w+|in lines?|rooms?|times?))";
const LACKS = `(?:no|zero|never an?|not one|not a single|${NOT} (?:had |seen |have |see )?(?:any|a single|one)|without|free (?:of|from)|minus) (?:(?:a|all|an|any|annoying|big|longer|major|more|one|other|real|serious|single|such|the|unwanted|useless) )*${ILL_THINGS}(?:(?:,| and| or|, and)(?: no| any)? ${ILL_THINGS})*(?: (?:needed|whatsoever|at all|anymore|any more|ever|so far))?${END}`;

const NO_ISSUES = `(?:no|zero|never any|without(?: any)?) (?:(?!(?:about|for|of|on|to|with)\\b)\\p{L}+ ){0,2}(?:complaints|issues|problems|trouble)(?: (?:at all|either|so far|whatsoever))?${END}`;

const HARMS =
  "(?:aches?|ached|bugs? me|break(?:s|ing)?|chaf(?:e|es|ing)|crash(?:es|ed|ing)?|crumbles?|die[sd]?|disappoint(?:s|ed|ing)?(?: (?:me|us|you))?|drain(?:s|ed|ing)? (?:(?:any|much|my|the|your) )?(?:battery|batteries|phone)|fail(?:s|ed|ing)?(?: (?:me|us|you))?|flickers?|freez(?:es?|ing)|frozen|forgets? (?:a|an|any|one) \\w+|get(?:s|ting)? (?:bored|boring|in (?:my|the|your) way|lost|old|stale|stuck|tired)|glitch(?:es|ed)?|hurts?|itch(?:es)?|jams?|jammed|kinks?|lag(?:s|ged|ging)?|leak(?:s|ed|ing)?|lets? (?:me|us|you) down|los(?:es?|ing) patience|miss(?:es|ed)? (?:a (?:beat|day|thing)|anything)|overheat(?:s|ed|ing)?|peels?|pinch(?:es)?|rattles?|regret(?:s|ted)?(?: (?:it|this))?|rips?|rusts?|scratch(?:es)?|shrinks?|slow(?:s|ed)? (?:(?:me|us|my \\w+) )?down|smudges?|squeaks?|stains?|stutters?|tears?|wear(?:s|ing)? out|wobbles?|wrinkles?)";
const BAD =
  "(?:annoying|awkward|bored|boring|broken|bulky|buggy|clunky|complicated|confusing|crowded|damaged|dangerous|defective|difficult|disappointed|disappointing|dull|expensive|faulty|flimsy|frustrating|hard|heavy|intrusive|invasive|irritating|laggy|let down|lost|messy|noisy|overpriced|overwhelming|painful|pushy|ripped off|rushed|sore|soggy|steep|stressful|stupid|terrible|ugly|unhappy|unpleasant|wrong)";
const NEGATED = `(?:${NOT}|not|never|no longer|without|refuses to)`;
const LINKS =
  "(?:(?:a bit|all|at all|be|been|being|even|ever|feel|feels|felt|get|gets|getting|had|has|have|in any way|look|looks|looked|make|makes|made|me|my \\w+|once|one bit|really|seem|seems|so|that|too|very|you) ){0,4}";
const DOES_NOT = `${NEGATED} ${LINKS}(?:${HARMS}|${BAD})(?:(?:,|,? or|,? and|,? nor)(?: (?:doesn['’]t|don['’]t|never|not|too))? (?:${HARMS}|${BAD}))*(?: (?:again|at all|in any way|one bit|even once|by (?:it|this)|with (?:it|this)(?: \\w+)?|for (?:asking|being \\w+)))?${END}`;

const TROUBLES =
  "(?:ads|adverts|aches?|allerg(?:y|ies)|anxiety|back ?ache|bacteria|boredom|bugs|cough|depression|dirt|dust|fear(?: of \\w+)?|fraud(?: attempts?)?|germs|hackers?|headaches?|hunger|insects|insomnia|junk(?: food| mail)?|loneliness|malware|mice|migraines?|mistakes|mosquitoes|nausea|noise|odou?rs?|(?:\\w+ )?pains?|panic(?: attacks?)?|pests|pop-?ups?|robo-?calls?|scams?|scammers|slugs|smells|smoking|spam(?: calls| mails?)?|stains|stress|theft|thieves|traffic jams?|trackers|typos|virus(?:es)?|weeds?|worries|wrinkles)";
const AGAINST = `(?<!\\b(?:n['’]t|not|never|cannot|to) (?:even |ever )?)(?:block(?:s|ed|ing)?|catch(?:es)?|caught|cur(?:es|ed)|eas(?:es|ed)|fights?|filters?|(?:gets?|got|getting) rid of|keeps? (?:away|out)|kill(?:s|ed)?|prevent(?:s|ed)?|protect(?:s|ed)? (?:(?:me|us|you|my \\w+) )?(?:from|against)|reduc(?:es|ed)|reliev(?:es|ed)|remov(?:es|ed)|sav(?:es?|ed) (?:me|us|you|my \\w+) from|spot(?:s|ted)|stop(?:s|ped)|takes? away|warn(?:s|ed)?(?: me| us)? (?:of|about|against)|help(?:s|ed)? (?:me |us |my \\w+ )?(?:\\w+ )?(?:against|avoid|beat|cope with|deal with|fight|forget|get over|overcome|quit|with)) (?:(?:a|all|annoying|any|every|most|my|of|off|our|out|the|their|those|unwanted|your) ){0,4}${TROUBLES}${END}`;
const IS_GONE = `(?:(?:all|her|his|my|our|the|their) ){0,2}${TROUBLES} (?:(?:has|have|had|is|are|was|were) )?(?:(?:all|almost|completely|finally|now|totally) )*(?:cleared up|disappeared|eased|faded|gone away|gone|stopped|vanished|went away)${END}`;

const BETTER =
  "(?:any )?(?:(?:a lot|much|so) )?(?:better|clearer|easier|faster|friendlier|happier|kinder|nicer|quicker|simpler|smoother|more (?:accommodating|accurate|beautiful|comfortable|convenient|delicious|enjoyable|fun|grateful|helpful|impressed|pleased|polite|professional|relaxed|satisfied|welcoming))";
const NEVER_BETTER = `(?:(?:ha(?:s|ve|d) )?never (?:been|felt|looked|slept|sounded)|could(?:n['’]?t| not) (?:have )?(?:be|been|asked? for|feel|felt|look|looked|work|worked)(?: an?y?)?|can(?:not|['’]?t) (?:be|get)) (?:any )?${BETTER}`;

const HELD =
  "(?:binging|bingeing|coming back|dancing|eating|going back|laughing|listening|playing|raving|reading|recommending|scrolling|singing|smiling|thinking about (?:it|this)|turning (?:the )?pages|watching)";
const CANNOT_STOP = `(?:can(?:not|['’]?t)|could(?:n['’]?t| not)|impossible to|hard to|difficult to) (?:quit|stop) (?:${HELD}(?: (?:it|this|them|these))?|(?=$|[.,!;]))`;
/** So much that is good. */
const MUCH_TO_CHOOSE = `(?:hard|difficult|impossible|tough|tricky) (?:for (?:me|us) )?to (?:(?:choose|decide|pick) (?:just one|one|a favou?rite|between them|from (?:it|them) all|(?:what|which)(?: \\w+)? (?:i |we |you )?(?:want )?to (?:buy|cook|do|eat|hear|listen to|order|play|read|see|start with|try|use|watch|wear)|(?:what|which) (?:i|we|you) want to (?:buy|cook|do|eat|hear|order|play|read|see|try|watch|wear))|(?:leave|put (?:it|this|them)?(?: \\w+)? ?down|resist|say no|stop)${END})(?: (?:first|next))?`;
const BURDENS =
  "(?:calling|carrying|digging|driving around|fighting|fumbling|guessing|hunting|paying extra|queu(?:e)?ing|rushing|searching|sitting|standing|stressing|struggling|waiting|wandering|wondering|worrying)";
const NO_BURDEN = `no (?:more|longer) (?:\\w+ly )?(?:(?:boring|lonely|dull|messy|sleepless|stressful) \\w+|${BURDENS}\\b)|no need (?:for (?:cash|a \\w+) (?:any ?more)?|to (?:buy|call|carry|drive|go|leave|phone|print|queue|remember|search|stand|visit|wait|worry|write)\\b)(?: cash| money)?`;

/** Ill words that praise. */
export const DENIED_HARMS = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:nothing(?: really)? to complain about|(?:can(?:not|['’]?t)|could(?:n['’]?t| not)) (?:complain(?: about (?:it|anything|this))?|find (?:anything|a thing) (?:wrong|to complain about)(?: with (?:it|this)(?: \\w+)?)?)|(?:no|without any|without|few) questions asked|no complaints|never looked back|not once (?:did|had|has|have) (?:\\p{L}+ ){1,3}(?:${HARMS}|${BAD}|cancel(?:l?ed)?(?: on (?:me|us))?)|no wonder (?:everybody|everyone|it|they|this) (?:loves|won|wins)|no (?:\\p{L}+ ){1,2}(?:is |are )?(?:necessary|needed|required)${END}|${MUCH_TO_CHOOSE}|${CANNOT_STOP}|${NEVER_BETTER}|${NO_BURDEN})(?![\\p{L}\\p{N}])|${LACKS}|${NO_ISSUES}|${AGAINST}|${IS_GONE}|${DOES_NOT})`,
  "giu",
);
/** Beside that, none of these says that anything is wrong. */
export const MILD = /\b(?:any ?more|just|long|old|only|short|since|small)\b/gi;
/** Ahead of it: it is wanted, promised, or told of others. */
export const SOUGHT =
  /\b(?:could|hop(?:e|ed|ing)|how|if|make sure|must|need\w*|others?|please|pls|promis\w*|sa(?:id|ys?)|claim\w*|should|so that|supposed|till|unless|until|want\w*|why|wish\w*|would|advertis\w*)\b[^.!?]*$/i;
