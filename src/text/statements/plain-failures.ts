// cspell:ignore txns arriv receiv declin generat verif freez ging forc requir recogni refus continu disabl disbale irritat popp remov silenc
/**
 * Ways to fail that words tell plainly, but that the network scatters over several kinds or does not tell apart: what one piece of
 * work would settle would lie in several themes, or together with something else. Found by reading where hand-coded problems of
 * four apps are placed wrongly; unanswered support and demands for updates were tried too and brought nothing.
 */

const MONEY =
  /\b(?:amounts?|balance|cash|debit(?:ed)?|deduct(?:ed)?|deposit|dollars?|euros?|funds?|inr|money|payments?|refund\w*|rs|rupees?|transactions?|transfers?|txns?)\b|[$€£₹]/i;
const LEFT = /\b(?:debit|deduct)(?:ed|ing|ion|s)?\b|\bmoney (?:got|has|is|was|were) (?:been )?(?:cut|gone|taken)\b/i;
const NOT_THERE =
  /(?:n['’]?t|\bcannot|\bnever|\bno|\bnot|\bwithout|\byet to)\s(?:\w+\s){0,3}(?:arriv(?:e|ed|ing)|c[ao]me|credit(?:ed)?|reach(?:ed)?|receiv(?:e|ed|ing)|refund(?:ed|ing)?|return(?:ed|ing)?)\b/i;
const FAILED = /\b(?:cancel(?:l?ed)?|declin(?:e|ed)|fail(?:ed|s|ure)?|pending|stuck|unsuccess\w*)\b/i;
const REFUND = /\brefund(?:ed|s)?\b|\bmoney back\b/i;
/** Who asks for a refund has none. */
const ASKED =
  /\b(?:asked|days?|demand\w*|give|months?|need|no|not|never|please|pls|plz|still|waiting|want|weeks?|when|where)\b|n['’]?t\b/i;
/** Whoever paid double tells of that. */
const TWICE = /\b(?:double|twice|thrice|(?:two|three|2|3) times|2x)\b/i;
/** Other things that don't arrive. */
const OTHER_THINGS =
  /\b(?:bonus|cash ?back|codes?|coupons?|e-?mails?|messages?|notifications?|otps?|points|receipts?|repl(?:y|ies)|responses?|rewards?|sms|vouchers?)\b/i;

/** Money that left and neither arrived nor came back: to the network failed payments, wrong charges or missing refunds. */
function tellsOfLostMoney(quote: string): boolean {
  if (!MONEY.test(quote)) return false;
  if (REFUND.test(quote) && ASKED.test(quote)) return true;
  if (TWICE.test(quote)) return false;
  if (LEFT.test(quote) && FAILED.test(quote)) return true;
  return NOT_THERE.test(quote) && (LEFT.test(quote) || !OTHER_THINGS.test(quote));
}

const DROPS =
  /\bdisconnect(?:ed|ing|ion|ions|s)?\b|\breconnecting\b|\b(?:drop|lo+se|lo+sing|lo+ses|lost)(?:ped|ping|s)? (?:\w+ )?(?:connect\w*|pairing|signal)\b|\b(?:bluetooth|connect\w*|pairing|signal|vpn|wi-?fi) (?:\w+ )?(?:drops|dropping|gets? lost|is lost|keeps (?:falling|going))\b|n['’]?t (?:remain|stay) (?:connected|paired)\b/i;
const NEVER_COMES = /(?:n['’]?t|\bcannot|\bnever|\bnot|\bunable to) (?:\w+ )?(?:connect|link|pair|reconnect)\b/i;

/** Connections that were there and go: another piece of work than those that never come. */
const tellsOfDrops = (quote: string): boolean => DROPS.test(quote) && !NEVER_COMES.test(quote);

const BEGUN =
  "(?:applications?|bookings?|claims?|deposits?|money|orders?|payments?|requests?|top-?ups?|transactions?|transfers?|verification|withdrawals?)";
const PENDING = "(?:pending|in process(?:ing)?|processing|under (?:process(?:ing)?|review)|stuck|struck)";
const UNDECIDED = new RegExp(
  `\\b${BEGUN}\\b[^.!?\\n]{0,40}?\\b(?:${PENDING}|hang(?:s|ed|ing)?)\\b|\\b${PENDING} (?:\\w+ )?${BEGUN}\\b|\\b(?:pending|processing) (?:mode|stage|state|status)\\b`,
  "i",
);
/** Where somebody gets to, and no further; or what a fee is for. */
const STUCK_THERE =
  /\b(?:apps?|application|games?|pages?|phones?|screens?) (?:\w+ ){0,2}(?:hang\w*|stuck|struck)\b|\b(?:stuck|struck|hang\w*) (?:at|on|in) (?!pending|process|the (?:pending|process))|\bprocessing (?:charges?|fees?|times?)\b/i;

/** What is begun, and neither done nor refused: to the network a failure, or slow. */
const tellsOfPending = (quote: string): boolean =>
  UNDECIDED.test(quote) && !STUCK_THERE.test(quote) && !LEFT.test(quote);

/** "isn't", "isnt", and not the end of "important". */
const ISNT = "\\b(?:ai|are|ca|could|did|do|does|dose|had|has|have|is|should|was|were|wo|would)n['’]?t";
const NO = `(?:${ISNT}|\\b(?:not|never|no longer|stop(?:s|ped)?|quit|ceased))\\s(?:(?:all|at|been|currently|even|fully|now|properly|really)\\s)*work(?:s|ed|ing)?\\b(?!\\s+(?:as|for|in|like|offline|on it|out|with|without)\\b)`;
/** The app, or what was spoken of, or nobody. */
const APP_FAILS = new RegExp(
  `\\b(?:aap|apps?|application|everything|it|it['’]?s|its|nothing|program|software)\\b(?:\\s+(?!for|in|on|to|with)[\\p{L}'’]+){0,3}?\\s*${NO}|\\bnothing (?:is )?work(?:s|ing)?\\b|^\\P{L}*(?:(?:also|does|has|is|it|just|now|still|suddenly)\\s)*${NO}`,
  "iu",
);
/** What else it tells is what fails. */
const FAILS_OTHERWISE =
  /\b(?:ask\w*|black|blank|cannot|codes?|connect\w*|crash\w*|download\w*|error\w*|freez\w*|if|load\w*|log(?:ged|ging)?|open\w*|otp|pair\w*|requires?|screen|slow\w*|sync\w*|verif\w*)\b|\bcan['’]?t\b/i;
/** Words that may stand around it. */
const MOST_AROUND = 10;

/** The app as a whole does not work: to the network it does not open, cannot be updated, or fits no device. */
function tellsOfNoWork(quote: string): boolean {
  const found = APP_FAILS.exec(quote);
  if (found === null) return false;
  const around = `${quote.slice(0, found.index)} ${quote.slice(found.index + found[0].length)}`;
  return !FAILS_OTHERWISE.test(around) && (around.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) <= MOST_AROUND;
}

const CODE =
  "(?:otps?|o\\.t\\.p\\.?|(?:activation|auth|authentication|confirmation|login|one[ -]?time|security|sms|verification) (?:codes?|pass ?codes?|pass ?words?|sms)|pass ?codes?|codes?)";
const COMES =
  "(?:arriv\\w*|c[ao]m(?:e|es|ing)|deliver\\w*|generat\\w*|get|gets|getting|got|rec(?:ei|ie)v\\w*|send\\w*|sent)";
const CODE_MISSING = new RegExp(
  `(?:${ISNT}|\\b(?:never|no longer|not|unable to|without)) (?:\\w+ ){0,3}?${COMES}\\b[^.!?\\n]{0,30}?\\b${CODE}\\b` +
    `|\\b${CODE}\\b[^.!?\\n]{0,30}?(?:${ISNT}|\\b(?:never|no longer|not)) (?:\\w+ ){0,2}?${COMES}\\b` +
    `|\\bno (?:sms )?${CODE}\\b|\\b(?:wait|waited|waiting) (?:\\w+ ){0,3}?for (?:an? |my |the )?${CODE}\\b`,
  "i",
);
/** What whoever signs up or in waits for: to the network that fails, or a message does. */
const tellsOfNoCode = (quote: string): boolean => CODE_MISSING.test(quote);

/** What is held up to be read, and what reads it. */
const CARRIER = "(?:bar ?codes?|qr(?: ?(?:codes?|tickets?))?|(?<!support )tickets?)";
const READER = "\\b(?:barriers?|gates?|(?:card|code|qr|ticket) (?:readers?|scanners?)|turnstiles?|validators?)\\b";
const UNREAD = new RegExp(
  `${READER}[^.!?\\n]{0,40}?(?:${ISNT}|\\b(?:cannot|never|not)) (?:\\w+ )?(?:accept|pick up|read|recogni[sz]e|scan|see)\\b` +
    `|(?:${READER}|\\b(?:reader|scanner)\\b)[^.!?\\n]{0,30}?\\b(?:refuse[sd]?|reject(?:s|ed)?) [^.!?\\n]{0,20}?\\b(?:${CARRIER}|codes?)\\b` +
    `|${READER}[^.!?\\n]{0,20}?\\b(?:says?|said|showed|shows?|tells?|told)\\b[^.!?\\n]{0,20}?\\b(?:expired|invalid|not valid|unknown)\\b` +
    `|\\b(?:${CARRIER}|codes?)\\b[^.!?\\n]{0,40}?\\b(?:refused|rejected)\\b[^.!?\\n]{0,30}?(?:${READER}|\\b(?:reader|scanner)\\b)` +
    `|\\b${CARRIER}\\b (?:(?!anyone|nobody|someone|support|they)\\w+ ){0,6}?(?:${ISNT}|\\b(?:cannot|never|not)) (?:be )?(?:read|readable|recogni[sz]ed|scan|scanned)\\b`,
  "i",
);
/** Codes and tickets that a reader does not take. The network reads them as what does not work, or as nothing in particular. */
const tellsOfUnread = (quote: string): boolean => UNREAD.test(quote);

const DEMANDS =
  "(?:access|allow|ask(?:s|ed|ing)?|demand(?:s|ed|ing)?|forc(?:e|es|ed|ing)|grant|intrusive|invasive|need(?:s|ed)?|request(?:s|ed|ing)?|requir(?:e|es|ed|ing)|so many|too many|unnecessary|wants?|why)";
const PERMISSIONS = new RegExp(
  `\\b${DEMANDS}\\b[^.!?\\n]{0,60}?\\bpermissions?\\b|\\bpermissions?\\b[^.!?\\n]{0,40}?\\b${DEMANDS}\\b|\\baccess to (?:all |everything|(?:my|our|the|your) (?:calls?|camera|contacts?|data|files?|location|messages?|mic\\w*|phone|photos?|sms)\\b)`,
  "i",
);
/** What the app wants to know or reach: to the network it asks too often, or cannot be used. */
const tellsOfPermissions = (quote: string): boolean => PERMISSIONS.test(quote);

const NOTICE = "(?:notif\\w*|alerts?|pop-?ups?|reminders?)";
const UNWANTED = new RegExp(
  `\\b(?:(?:too|so) many|constant(?:ly)?|continu(?:al|ous)(?:ly)?|endless|spam\\w*|useless|unnecessary|unwanted|annoying|irritating|permanent|persistent|false|fake|promotional|irrelevant|bombard\\w*|flood\\w*)\\b (?:\\w+ ){0,3}${NOTICE}` +
    `|\\b${NOTICE}\\b[^.!?\\n]{0,40}?\\b(?:annoying|annoys?|irritat\\w*|all (?:day|the time)|every (?:(?:few|\\d+) )?(?:days?|hours?|minutes?|seconds?)|non-?stop|again and again|over and over|keeps? (?:on )?(?:appearing|coming|popp?ing|showing)|popp?ing up|too (?:many|much|often))\\b` +
    `|\\b(?:mut(?:e|ing)|disabl(?:e|ing)|disbale|turn(?:ing)? off|switch(?:ing)? off|silenc(?:e|ing)|get(?:ting)? rid of|hid(?:e|ing)|remov(?:e|ing)|dismiss(?:ing)?|opt out of|unsubscribe from|block(?:ed)?|stop (?:all|sending|the|these|this|those)) (?:\\w+ ){0,3}?${NOTICE}`,
  "i",
);
/** They do not come, come late, or come twice. */
const MISSED = new RegExp(
  `(?:n['’]?t|\\b(?:not|never|no longer|stop(?:s|ped)?|unable to|fail\\w*))\\s(?:\\w+\\s){0,2}(?:appear\\w*|arriv\\w*|com(?:e|es|ing)|deliver\\w*|get|getting|notify|receiv\\w*|show(?:s|n|ing)?|work\\w*)\\b|\\b(?:delay\\w*|late|miss(?:es|ed|ing)?|no|without) (?:\\w+ )?${NOTICE}|\\b(?:duplicate|same|twice)\\b`,
  "i",
);

/** Notifications that come although nobody wants them, or that cannot be silenced: to the network they are missing. */
const tellsOfUnwanted = (quote: string): boolean => UNWANTED.test(quote) && !MISSED.test(quote);

interface PlainFailure {
  readonly name: string;
  readonly tells: (quote: string) => boolean;
  /** What each quote holds that tells of it, asked before the rest. */
  readonly word?: RegExp;
}

/** Kinds that the network knows, and others; the first that fits is meant. */
const plainFailures: readonly PlainFailure[] = [
  { name: "refund-missing", tells: tellsOfLostMoney },
  { name: "keeps-disconnecting", tells: tellsOfDrops },
  { name: "stays-pending", tells: tellsOfPending, word: /hang|pending|process|review|st[ru]+ck/i },
  { name: "does-not-work", tells: tellsOfNoWork, word: /work/i },
  { name: "codes-missing", tells: tellsOfNoCode, word: /code|o\.?t\.?p|pass|sms/i },
  {
    name: "camera-fails",
    tells: tellsOfUnread,
    word: /accept|expired|invalid|pick up|read|recogni|refus|reject|scan|see|unknown|valid/i,
  },
  { name: "privacy", tells: tellsOfPermissions, word: /permission|access to/i },
  { name: "nags", tells: tellsOfUnwanted, word: /notif|alert|pop|remind/i },
];

/** How surely: tried .5 and .85 on two hand-coded payment apps; .85 finds the lost money in both. */
const SURENESS = 0.85;

/** `quote`: with "app" where it names the app, if that is known. */
export const plainFailureOf = (quote: string): string | undefined =>
  plainFailures.find(({ tells, word }) => word?.test(quote) !== false && tells(quote))?.name;

/** The classes of the network, then the kinds that only words tell. */
export const failureKinds = (classes: readonly string[]): readonly string[] => [
  ...new Set([...classes, ...plainFailures.map(({ name }) => name)]),
];

/** Moves the probabilities of `kinds` to where the words point. */
export function heedWords(quote: string, probabilities: Float32Array, kinds: readonly string[]): void {
  const name = plainFailureOf(quote);
  if (name === undefined) return;
  for (let at = 0; at < probabilities.length; at++) probabilities[at]! *= 1 - SURENESS;
  probabilities[kinds.indexOf(name)]! += SURENESS;
}

interface Failure {
  readonly name: string;
  readonly share: number;
}

/** The same for the failures of one statement, the likeliest first. */
export function heededFailures(quote: string, failures: readonly Failure[]): readonly Failure[] {
  const name = plainFailureOf(quote);
  if (name === undefined) return failures;
  const before = failures.find((failure) => failure.name === name)?.share ?? 0;
  const others = failures.filter((failure) => failure.name !== name);
  return [
    { name, share: SURENESS + before * (1 - SURENESS) },
    ...others.map((failure) => ({ name: failure.name, share: failure.share * (1 - SURENESS) })),
  ];
}
