// cspell:disable -- beginnings of words
/** Words that bear out that something fails in a certain way, by failure kind: without any of them a title doesn't say so. */

/** That something is not as it should be; within a few hundred letters, since these are looked for behind each other. */
const DENIED =
  "n['’]?t\\b|\\b(?:cannot|dont|doesnt|didnt|wont|isnt|cant|no|not|none|nothing|never|without|unable|impossib|refus|fail|error|miss|stop|lost|los[ei]|late|delay|hardly|rarely|sometimes|randomly|only|until|unless|instead|zero|empty|gone|silent|wait|broke|problem|issue|trouble|bug|glitch|unreliab|inconsisten|disappear|should|need|where|when will)";
const together = (said: string, ill: string): RegExp => new RegExp(`^(?=[^]*(?:${said}))(?=[^]*(?:${ill}))`, "i");
const denied = (said: string): RegExp => together(said, DENIED);

export const failureEvidence: Readonly<Record<string, RegExp>> = {
  "cannot-log-in": /log|sign|pass ?(?:word|code)|pin\b|otp|\bcodes?\b|auth|account|verif|face ?id|finger|credential/i,
  "cannot-sign-up":
    /regist|sign|verif|otp|\bcodes?\b|account|creat|sms|enrol|confirm|activat|kyc|identity|passport|licen[cs]e|\bids?\b/i,
  "account-blocked": /block|ban|suspend|lock|restrict|disabl|deactivat|terminat|account/i,
  crashes: /crash|clos|shut|quit|kick|exit|stop|die|dead|fail|collaps/i,
  freezes: /fre+z|froz|hang|hung|stuck|respon|lock|jam|buffer|stop|unrespon|stall/i,
  "does-not-open": /open|start|launch|load|access|screen|run|blank|black|white|loading|boot|get (?:in|on)/i,
  // A status that somebody writes is updated, too.
  "cannot-install": new RegExp(
    `^(?![^]*\\bstatus(?:es)? updat|[^]*\\bupdat\\w* (?:my |the |your )?(?:status|number|profile|address|kyc)\\b)(?=[^]*(?:install|updat|upgrad|download|version|store|apk))(?=[^]*(?:${DENIED}|stuck|invalid|loop|again|keeps|insufficient|space|pending|hard|difficult|forever|hours|long|tr(?:y|ied)\\b|required|\\bstore\\b))`,
    "i",
  ),
  "update-broke": /updat|upgrad|version|release|patch|new\b|since|after|latest/i,
  slow: /slow|\blong|\blag|delay|\bwait|forever|takes?\b|took|taking|load|speed|minute|\bmins?\b|seconds?\b|\bsecs?\b|hours?\b|\bages|sluggish|fast|\btime|buffer|quick/i,
  "drains-resources": /batter|drain|data|memory|storage|space|heat|hot\b|cpu|power|ram\b|charge|resource|gb\b|mb\b/i,
  "does-not-connect": /connect|pair|link|bluetooth|wi-?fi|network|server|reach|disconnect|signal|find|detect/i,
  "does-not-sync": /sync|transfer|updat|upload|import|show|appear|refresh|back ?up|data|match|miss/i,
  // A slow or lost connection is another trouble than that there is nothing without one.
  "needs-internet":
    /\boff-?line\b|\b(?:without|no|needs?|requir\w*|must have|have to have|only|always|constant|depend\w*)\b[^.!?\n]{0,40}\b(?:internet|network|wi-?fi|online|connect\w*|mobile data|data connection|signal)\b|\bonline only\b/i,
  "notifications-missing": denied(
    "notif|alert|remind|ring|sound|push|message|mail|alarm|badge|call|otp|\\bcodes?\\b|sms",
  ),
  "upload-fails": /upload|attach|open|load|import|send|post|share|photo|picture|image|file|add|submit|pics?\b/i,
  "download-fails": /download|sav|export|print/i,
  "playback-fails": together(
    "play|video|audio|sound|stream|music|voice|skip|stutter|buffer|hear|watch|chopp|lip|movie|volume|mute|call|record",
    `${DENIED}|skip|stutter|buff|chopp|freez|froz|lag|cuts?\\b|cutting|paus|sync|distort|crackl|quiet|\\blow\\b|loud|slow|black|blank|glitch|crash|hang|disrupt|interrupt|echo|robot|unbear|unclear|muffl|static|nois|poor|bad|terrib|horrib|sucks?\\b`,
  ),
  "camera-fails": /camera|scan|qr|photo|picture|mic|lens|barcode/i,
  "messages-fail": denied("messag|msg|chat|call|text|sms|mail|deliver|send|sent|receiv"),
  "payment-fails": together(
    "pay|paid|purchas|check ?out|transact|transfer|declin|bank|debit|credit|upi|money|bill|subscri|buy|withdraw|deposit|top.?up|recharg|wallet|visa|mastercard|fund|refus|reject",
    "n['’]?t\\b|\\b(?:cannot|cant|wont|dont|doesnt|didnt|no|not|none|nothing|never|without|unable|impossib|refus|reject|declin|fail|fal(?:ied|ls?\\b)|error|stuck|st[ru]+ck|pending|process|cancel|block|invalid|unsuccess|problem|issue|troubl|bug|glitch|wait|hang|slow|delay|stop|down\\b|denied|worst|bad\\b|poor|hardly|return)",
  ),
  "charged-wrongly":
    /charg|\bbill(?:s|ed|ing)?\b|deduct|debit(?!\s*cards?\b)|\bfees?\b|paid|pay (?:again|double|extra|for|more|twice)|money|took|taken|twice|double|renew|rupees|\brs\b|[$€£₹]/i,
  "refund-missing": /refund|money|return|reimburs|amount|paid back|debit|deduct|credit|deposit/i,
  "cannot-cancel":
    /^(?=[\s\S]*(?:n['’]?t\b|not\b|unable|without|\bno\b|never|impossib|possib|hard|difficult|refus|still|keep|had to|have to|try|tried|even|after|where|how|let|want|only))[\s\S]*(?:cancel|unsub|delet|remov|clos|renew|stop|uninstall|leave|opt.?out)/i,
  "too-expensive": /pric|expens|cost|pay|subscri|fee|money|cheap|charg|[$€£₹]|worth|rip.?off|overpriced|raise/i,
  paywall:
    /pay|paid|(?:for|not|nothing|n['’]?t|longer|be|more|only|was|were|says?) free\b|free (?:accounts?|month|only|plan|tier|trial|users?|version|one)|premium|subscri|money|purchas|unlock|pro\b|trial|plus\b|\bfees?\b|upgrade|member|cost|charg|expens/i,
  incompatible: together(
    "compat|support|made for|devices?\\b|phones?\\b|mobiles?\\b|tablets?\\b|android|\\bios\\b|iphone|ipad|windows|\\bmac|linux|version|kindle|models?\\b|screens?\\b|fits?\\b|watch|\\btv|laptop|computer|browser|hardware|work(?:s|ing)? (?:on|with)|does ?n['’]?t (?:run|work)|\\d",
    `${DENIED}|incompat|crash|freez|old(?:er)?\\b|require|poor|bad|better`,
  ),
  "limit-too-low":
    /limit|only|max|quota|cap\b|too (?:few|short|small|little|many)|at least|restrict|enough|characters?|per (?:day|week|month)/i,
  "too-many-ads": /\bad+s?\b|advert|commercial|pop|promo|banner|sponsor/i,
  "support-bad":
    /support|service|help|respon|contact|repl|answer|mail|call(?:ed|s)?\b(?! (?:feature|function|option))|\bcare\b|agent|executive|ticket|complain|team|develop/i,
  "delivery-problem":
    /deliver|order|late|arriv|parcel|packag|ship|ride|driver|courier|came|wrong|missing|item|food|bus|train|departure/i,
  "language-missing":
    /language|translat|english|accent|script|locali|spanish|french|german|hindi|arabic|chinese|japanese/i,
  "not-in-region":
    /\bcountr(?:y|ies)|region|city|state|area|available|location|currency|abroad|europe|india|usa?\b|uk\b/i,
  privacy: /priva|permission|track|data|personal|access|contacts?|location|listen|spy|info|share|sell|sold|see/i,
  security: /secur|fraud|scam|hack|stole|steal|phish|unsafe|virus|malware|safe|cheat|spam|fake|thie|money|theft/i,
  duplicates:
    /twice|doubl|duplic|repe[at]|again|same|cop(?:y|ies)|\b(?:two|three|2|3)\b.*\btimes|multipl|thrice|several|times\b|over and over/i,
  "missing-content":
    /miss|\bno\b|\bnot|n['’]?t\b|\black|without|only|few|less|gone|none|want|need|more|remov|disappear|empty|nothing|limited|unavail|add|poor|where/i,
  "wrong-format":
    /format|units?\b|metric|imperial|kilomet|\bkms?\b|mile|celsius|fahrenheit|decimal|\bdates?\b|time|hour|clock|currenc|dollar|euro|pound|\b(?:csv|pdf|jpe?g|png|a4|letter)\b|aspect|landscape|portrait|orientation|week|resolution|size|type/i,
  outdated:
    /\bold|outdat|out of date|updat|stale|ancient|yesterday|last (?:year|month|week)|expir|new|recent|late|current|\b20\d\d|behind|ago/i,
  "data-lost":
    /lost|los[ei]|losing|gone|disappear|delet|eras|wip|vanish|miss|remov|reset|corrupt|clear|no longer|damag/i,
  "poor-quality":
    /quality|blur|grain|pixel|fuzz|poor|bad|\blow|terrib|awful|faint|dark|nois|crackl|distort|muffl|static|unclear|crook|cheap|worse|worst|resolution|robot|sound|audio|voice|volume|pictur|imag|video|photo|broke|weak|thin|hd\b|print/i,
  "feature-removed":
    /remov|gone|no longer|any ?more|used to|took|taken|miss|bring|back|lost|disappear|previous|before|\bold|was\b|were\b|had\b|dropp|discontinu|kill|without|delet|\bhid/i,
  "rude-or-biased":
    /rude|bias|racis|sexis|manipul|propagan|politic|offens|toxic|\bhat(?:e|red)|insult|agenda|censor|left|right|woke|abus|bully|harass|sided|fake|unfair|aggress|arrogan|disrespect|vulgar|inappropriate|hostil|condescend/i,
  "fake-or-spam":
    /fake|spam|scam|mislead|click ?bait|bots?\b|fals|\blie|lying|junk|fraud|deceiv|decept|phish|catfish|trick|real\b|true|untrue|ghost/i,
  "over-restricted":
    /rule|strict|restrict|\bban|block|censor|allow|polic|moderat|limit|forbid|permi|\blet\b|violat|guideline/i,
  "error-shown":
    /error|wrong|fail|codes?\b|\bsays?\b|said|messag|exception|expected|invalid|unable|problem|\d{3}|oops|sorry|try again|show|pop|unknown|not found|unavail/i,
  "search-fails": /search|find|filter|result|look|sort/i,
  "rewards-missing":
    /reward|point|cash ?back|coupon|voucher|gift|promo|prize|bonus|refer|credit|scratch|coins?\b|offer/i,
  "staff-behaviour":
    /driver|staff|seller|host|agent|rude|people|user|employee|behav|player|member|cheat|guy|man\b|waiter|crew/i,
};

/** The same of kinds that are said in too many ways to be borne out by words: without any of these it is another one. */
export const leastEvidence: Readonly<Record<string, RegExp>> = {
  nags: /\bask(?:s|ed|ing)?\b|prompt|pop|nag|remind|notif|alert|\bkeep(?:s|ing)?\b|kept|constant|\bagain\b|repeat|bother|forc|spam|banner|suggest|survey|permission|every (?:time|day|hour|week|single)|each time|\d+ times|many times|too (?:many|often|much)|confirm|(?:bug|push|tell)(?:s|ging|ing)? (?:me|us|you)\b|pushing|messages|mails|\brat(?:e|ing)\b|upgrade|unsolicited|intrusive|disturb|interrupt/i,
  forgets: together(
    "sav|remember|forg|los[et]|losing|lost|keep|kept|reset|again|every ?time|each time|histor|draft|default|re-?enter|retain|record|stor(?:e|ed|ing)\\b|start (?:over|from)|gone|disappear|back to|left off|resum|setting|log(?:s|ged|ging)? (?:me )?(?:in|out)|sign(?:s|ed|ing)? (?:me )?(?:in|out)|mark",
    `${DENIED}|forg|reset|again|every ?time|each time|re-?enter|start (?:over|from)|default|(?:have|has|had) to\\b|keep`,
  ),
  "hard-to-use":
    /\bhard|difficult|confus|complic|complex|clutter|intuiti|figure|understand|navigat|\bfind|learn|\bsteps?\b|clums|clunk|cumbersome|tedious|mess|friendly|\beas(?:y|ier|ily)\b|simpl|\bus(?:e|able|ability|ing)\b|way to (?!go)|how to|too (?:many|much)|awkward|overwhelm|annoy|frustrat|\bpain|chaotic|bulky|busy|steep/i,
  "design-disliked":
    /design|\blook|colou?r|layout|\bu[ix]\b|interface|theme|icon|font|screen|\bdark|light|white|bright|button|menu|\btext|\bsize|ugly|display|\bbars?\b|background|style|view|\bpage|\btabs?\b|logo|contrast|\bread|visual|home|widget|letters?|clutter|clunk|graphic|appearance|\bblind|accessib|talk ?back|eyes?\b|crowded|busy|small|big\b|tiny|huge|pattern|model|shape|picture|image/i,
  "wrong-results":
    /wrong|accura|correct|typo|spell|grammar|\boff\b|differ|match|\bnot? (?:right|true|real|even|same|exact)|mistake|false|\bshow|\bsays?\b|said|count|calcul|estimat|measur|track|record|\d|miss|fail|weird|ridiculous|exact|precis|random|half|double|too (?:high|low|many|few|much|far|short|long)|\bless\b|more than|instead|should|predict|forecast|result|number|data|reading|as described|sort|order|location|map|time/i,
  "option-missing": denied(
    "option|setting|\\bway|choos|choice|chang|edit|delet|select|sort|turn|disabl|enabl|allow|\\bable|\\blet\\b|\\badd|custom|filter|featur|button|search|view|\\bsee\\b|\\bset|remov|hid(?:e|ing|den)|mute|control|pick|\\bmov|switch|undo|function|facilit|provi|support|use\\b|make|track|manual|can['’]?t|cannot|could|miss|lack|there (?:is|are|isn|aren)|need|does ?n['’]?t have|stop|share|export|import|download|creat|\\bno\\b",
  ),
  "does-not-work":
    /work|function|useless|unusable|usable|fail|brok|nothing|respon|click|press|\btap|button|dead|\bstop|error|glitch|\bbug|issue|problem|\brun\b|unable|can(?:no|['’]?)t\b|won['’]?t (?!leave|let|be)|does ?n['’]?t (?!help|mean|matter)|load|opera|down\b|let(?:ting)? me|turn(?:s|ed|ing)? on|go(?:es|ing) off|does not (?!help|mean|matter)/i,
  misunderstands:
    /understand|understood|recogni|interpret|mis(?:hear|read)|wrong|\bhear|think|\bmeans?\b|meant|confus|answer|voice|speak|spoke|dictat|\bask|\bsay|\bsaid|typ(?:e|ed|ing)\b|search|scan|language|accent/i,
  unfair:
    /fair|\brule|odds|\brig|cheat|bias|\blos[et]|\bwin|\bwon\b|algorithm|\blevel|favou?r|random|impossible|honest|rating|pay.?to.?win|\bban|advantage|greed|penal|rank|score/i,
};
