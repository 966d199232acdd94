// cspell:ignore addicti adverts arriv handl happ manag reasonabl wouldn
/** Praise that is told by words which are none elsewhere. */

const COUNT = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)";
/** Of money. */
const AMOUNT = String.raw`(?:[$€£₹] ?\d[\d.,]{0,8}|\d[\d.,]{0,8} ?[$€£₹]|(?:\d[\d.,]{0,8}|${COUNT}) (?:dollars?|bucks|euros?|pounds?|rupees|rs))`;
const CANNOT = "(?:can['’]?t|cannot|could ?n['’]?t|could not)";
const BE = "(?:is|are|was|were)";

const prices = [
  "(?:it(?:['’]s| is) |is |are |for )?(?:very |so |really |quite |more than )?reasonabl[ey] (?:priced|prices?|rates?|costs?|fees?)",
  "(?:an? |the )?(?:very |so |really |most )?(?:affordable|reasonable|fair|low|great|good|cheap|decent|unbeatable|inexpensive|best) (?:monthly )?(?:price[sd]?|rates?|costs?|fees?|pricing|subscription|fare|fares)",
  "(?:prices?|rates?|fees?|costs?|fares?|pricing) (?:is|are) (?:very |so |really |also |quite |pretty |just )?(?:right|fair|low|good|great|reasonable|affordable|cheap|excellent|unbeatable)",
  String.raw`worth (?:the|every|its?) (?:\w+ )?(?:price|cost|money|penny|cent|fee)`,
  "(?:not|n['’]t) (?:at all |too |that |so |very )?(?:expensive|pricey|costly)",
  `(?:for |it(?:['’]s| is) )?(?:only|just|less than|under|as (?:little|low) as) (?:costs? )?(?:about |around |like )?${AMOUNT} ?(?:(?:a|an|per|each) (?:month|year|week|hour|person)|monthly|yearly|weekly)`,
  `(?:the )?(?:price|fee|cost|subscription|it)(?: (?:is|was)|['’]s)? (?:only |just )?(?:costs? )?(?:me |us |you )?(?:only|just|less than|under|as (?:little|low) as) (?:about |around |like )?${AMOUNT}`,
  `(?:happy|glad|willing) to pay(?: (?:for (?:it|this)|${AMOUNT}(?: ?(?:a|per) (?:month|year|week)| monthly)?))?`,
  "bang for (?:your|the|my|our|ur) bucks?",
];

const times = [
  String.raw`(?:right |always |arriv\w+ |deliver\w+ |is |are |was |were |come |comes |came )on time`,
  "saves? (?:me |us )(?:so |very )?(?:(?:a lot|lots|tons|hours|loads) (?:of )?)?(?:much )?(?:time|money|hours|effort|work)?",
  "(?:go(?:es)?|went|works?|arrives?|loads?|opens?|syncs?|updates?|transfers?) (?:through |up )?(?:instantly|immediately|right away|in seconds|seamlessly|flawlessly|exactly (?:when|as|what|where|how)(?: (?:i|we|you) (?:need|want|expect)(?:ed)?(?: (?:it|them|to))?)?)",
  String.raw`took (?:me |us )?(?:only|just|less than|under|no more than) (?:${COUNT}|a few|\d+) (?:secs?|seconds?|mins?|minutes?)`,
  "last(?:s|ed|ing)? (?:much |even |far |a lot |way )?longer",
];

const choice = [
  String.raw`(?:hard|difficult|impossible) to (?:find|think of|name|spot) (?:anything|something|any faults?|a (?:fault|flaw|weakness))[^.!?\n]{0,40}`,
  "(?:old(?:er)? and (?:the )?new(?:er)?|new(?:er)? and (?:the )?old(?:er)?|old favou?rites?|new or old|old or new)",
];

const feelings = [
  `${BE} (?:so |very |really |always |extremely |super )?(?:polite|friendly|helpful|kind|professional|courteous|delicious|fun|punctual)`,
  String.raw`never (?:looked|been|felt|worked|run|sounded|slept) (?:so |this |that )?(?:much )?(?:better|happier|easier|good|great|well|smooth\w*|fast\w*)`,
  "(?:no|without|free of|zero|minus the) (?:annoying |any |more |all the )?(?:ads|adverts|commercials|hassle|fuss|stress)|(?:ad|bug|commercial|error|glitch|hassle|pain|problem|stress|trouble|virus|worry)[ -]?free",
  String.raw`${CANNOT} (?:stop (?:playing|watching|using|listening)|(?:live|imagine \w+(?: \w+)?|do|manage) without|imagine (?:going back|living)(?: \w+){0,2}|get enough|ask for (?:any ?)?more|fault (?:it|this)|put (?:it|this(?: \w+)?) down|(?:thank|recommend|praise)(?: \w+){1,3} enough|say enough|lose with (?:it|this)|wait (?:to|for)|go wrong|beat (?:it|that|the price)|get (?:\w+ ){1,3}out of my (?:head|mind))`,
];

const phrases = (all: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${all.join("|")})(?![\\p{L}\\p{N}])`, "giu");

/** They are left out before it is asked what is wrong. */
export const WELL_PHRASES = phrases([...prices, ...times, ...choice, ...feelings]);

/** So are these where a text is not plainly meant badly: "everything you want", which may be "behind a paywall". */
export const LIKELY_WELL_PHRASES = phrases([
  `(?:is|are|was|for|at|costs?) (?:(?:about|around|just|less than|only|under) )?${AMOUNT} (?:a|an|per|each) (?:month|year|week)`,
  `(?:is|are|was|costs?) (?:just|less than|only|under) ${AMOUNT}`,
  "for (?:the|that|this) price(?: (?:that )?(?:they|you|we) (?:are )?(?:ask|charg|pay)\\w*)?",
  `${AMOUNT} (?:a|per) (?:month|year|week) (?:for )?(?:everything|unlimited)`,
  "(?:all |everything )?(?:free|included|unlimited) (?:for|in) (?:a|one) (?:(?:flat|low|single|small) )?(?:monthly|yearly|annual|weekly) (?:fee|price|subscription)",
  "costs? (?:me |us |you )?(?:next to nothing|(?:almost |practically )?nothing|pennies|peanuts)",
  "(?:depending on|before|after|plus|including) (?:the )?tax(?:es)?",
  "(?:kill(?:s|ed|ing)?|pass(?:es)?) (?:the |some )?time",
  "(?:lose|lost|losing) (?:all )?track of (?:the )?time",
  "(?:all|of every|people of all|kids of all) ages",
  "(?:all |everything |what(?:ever)? )?(?:it|they|he|she|\\p{L}+) ha(?:s|ve) to offer",
  "(?:you|u|i|we) (?:\\p{L}+ )?(?:like|need|want|wish) for free",
  String.raw`(?:all|any\w*|everything|what\w*|whenever|wherever)(?: (?!but\b)\w+){0,3} (?:you|i|we|u) (?:\w+ )?(?:want|need|wish)(?: to(?: \w+)?)?(?: for free)?`,
  "(?:would not|wouldn['’]?t|never|not) (?:trade|swap|change|give up) (?:it|this|them|these|my \\w+) for (?:anything|the world|another)",
  String.raw`(?:insanely|crazy|wickedly?|ridiculously|stupidly|scary|dangerously|scarily|unbelievably) (?:\w+ly )?(?:accurate|addictive|beautiful|cheap|cool|cute|delicious|easy|fast|fun|funny|good|great|helpful|nice|quick|simple|smart|smooth|soft|tasty|useful)`,
  String.raw`killer (?:\w+ )?(?:app|beats?|deals?|features?|game|playlists?|prices?|songs?|sound|soundtrack|tunes?|workouts?)`,
  "(?:takes?|took|taking) (?:\\p{L}+ ){1,3}to (?:a (?:whole )?new|another|the next) level",
  "(?:goes|travels) everywhere with (?:me|us)",
  "(?:you|u) (?:won['’]?t|will not) (?:be sorry|regret(?: it)?)",
  "just (?:buy|download|get|install|try) (?:it|this)(?: app)?",
  "(?:send|transfer|manag|sav|handl)(?:e|es|ed|ing|s) (?:my |our )?money",
  String.raw`(?:lost|lose|losing|shed) (?:(?:about|almost|around|over|nearly|some|a few|so much|\d+(?:[.,]\d+)?|${COUNT}) ){0,2}(?:kilos?|kgs?|pounds|lbs|stone|weight)`,
  "(?:warn|alert|remind|notif(?:y|ie)|tell)s? (?:me|us|you)(?: (?:at once|immediately|right away|instantly|in time|early))? (?:if|when|before|as soon as) (?:(?!\\b(?:after|late|never|not|too|wrong\\w*)\\b)[^.!?,;\\n]){1,40}",
  "(?:tells?|told|shows?|showed|explain(?:s|ed)?|see|understand)(?: (?:me|us|you))? (?:what (?:is|was|went|goes|i did|i do|you did) wrong|where i go wrong|(?:my|the|your) mistakes?)",
  "(?:i|we|you) (?:had )?(?:thought|believed|feared) (?:(?:i|we|they|it|you) )?(?:(?:had|was|were|would|['’]d)(?: been)?) (?:all )?(?:gone(?: forever)?|lost(?: forever)?|forgotten|extinct|never(?: \\w+){1,2}(?: again)?)",
]);

/** What says that all that the sentence tells is meant well: "in a good way", "which is so nice", "I would be lost without it". */
export const ALL_IS_WELL =
  /\bin (?:a|the) (?:very |most )?(?:good|best|nicest|positive) (?:possible )?way\b|\bwhich is (?:so |very |really |just |super )?(?:amazing|awesome|brilliant|convenient|cool|fantastic|great|handy|lovely|nice|perfect|wonderful)\b|\bbecause (?:it|they|this|there|he|she)(?:['’]s| is| are|['’]re) (?:just |simply )?(?:so|that) (?:addicti\w+|comfortable|delicious|fun|good|great|many|much|nice)\b|\bhow (?:much fun|good|great) (?:it|this|that|they)\b|(?:\bwould|['’]d) (?!be (?:better|glad|great|happ|nice|perfect))[^.!?,;]{0,30} without (?:her|him|it|them|these|this|you)(?! \w+(?:ed|ing)\b)|\bwithout (?:it|them|these|this|you)(?: \w+)?,? (?:i|my \w+|we)(?:['’]d| would) (?!be (?:better|glad|happ))/i;
/** And what takes it back. */
export const ALL_BUT = /\b(?:although|but|except|however|sadly|though|unfortunately|unless|until|yet)\b/i;
