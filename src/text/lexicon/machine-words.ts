// cspell:ignore errno stacktrace onsole ogcat utput rashed rowser rror VDIWEF
/** How programs write what they tell their makers: logs, stack traces, requests that failed. The same in all languages. */

const LEVEL = "(?:ERROR|ERR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|VERBOSE|CRITICAL|SEVERE|NOTICE)";
const TIME = "\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?: ?[AP]M)?(?:Z|[+-]\\d{2}:?\\d{2})?";
const DATE = "(?:\\d{4}[-/.]\\d{2}[-/.]\\d{2}|\\d{2}[-/]\\d{2}(?:[-/]\\d{2,4})?|[A-Z][a-z]{2} {1,2}\\d{1,2})";
/** What no sentence holds. */
const CODE =
  "(?:(?<=\\w)(?:Error|Exception)\\b|net::ERR_|\\bERR_[A-Z]|\\bE[A-Z]{4,}\\b|0x[\\da-fA-F]{4,}|\\.(?:js|jsx|ts|java|py|kt|swift|cpp|php|rb|go):\\d|\\berrno\\b|\\b(?:status|error|exit) ?(?:code)?[ :=]{1,2}\\d{3}\\b|\\bUncaught\\b|\\[\\w{2,40}\\] )";

/** A line of a log: "2024-05-01 10:22:11 ERROR timeout", "[WARN] retrying", "E/Player(123): …". */
export const LOG_LINE = new RegExp(
  `^ ?(?:\\[?(?:${DATE}[T ,]{1,2})?${TIME}\\]?[ :|-]{0,3}(?:[^\\n]{0,40}?\\b${LEVEL}\\b|\\[|\\d{2,6}[ -]{1,3}\\d{2,6} [VDIWEF] |[\\w.-]{1,40}\\[\\d{1,6}\\]:|[^\\n]{0,200}${CODE})|\\[${LEVEL}\\]|${LEVEL}[ :|-]{1,3}[^\\n]{0,200}${CODE}|[VDIWEF]\\/[\\w.-]{1,40} ?(?:\\( ?\\d{1,6}\\))?:)[^\\n]{0,2000}$`,
  "gm",
);

/** A line of a trace: "TypeError: x is not a function", "at render (app.js:12:33)", "Caused by: …", "... 12 more". */
export const TRACE_LINE =
  /^ ?(?:Uncaught\b[^\n]{0,2000}|Exception in thread [^\n]{0,2000}|Caused by: [^\n]{0,2000}|(?:[a-z]{1,30}\.){1,8}[\w$]{0,60}(?:Error|Exception)\b[^\n]{0,2000}|(?!I\b)\w{1,60}(?:Error|Exception)(?:: [^\n]{0,2000}|)|\.{3} ?\d{1,4} (?:more|common frames omitted)|Traceback \(most recent call last\):?|Failed to load resource: [^\n]{0,2000}|(?:GET|POST|PUT|PATCH|DELETE|OPTIONS) \S{1,2000} \d{3}\b[^\n]{0,200}|at (?:async |new |Object\.)?[\w.$<>/[\] ]{0,200}\([^()\n]{0,300}\)|at [^\s()]{1,300}:\d{1,7}(?::\d{1,7})?\)?|#\d{1,3} {1,3}(?:pc |0x|[\w.:$/]{1,200}[ (])[^\n]{0,300}|(?:Thread|Process) \d{1,6}\b[^\n]{0,40}(?:[Cc]rashed|queue)[^\n]{0,200})$/gm;

/** Within a line, what was copied from a program's output: "console says: Uncaught …". */
export const OUTPUT = new RegExp(
  `\\b(?:[Tt]he )?(?:[Bb]rowser |[Ee]rror |[Dd]ev(?:eloper)? |[Aa]pp )?(?:[Cc]onsole|[Ll]ogs?|[Ll]ogcat|[Oo]utput|[Ss]tack ?[Tt]race)(?: (?:file|says|said|shows|showed|output|is|reads|prints|gives|errors?|messages?)){0,2} ?[:=] ?(?=[^\\n]{0,200}(?:${CODE}|\\b${LEVEL}\\b))[^\\n]{1,2000}$`,
  "gm",
);
/** "[ERROR] …" behind what somebody says. */
export const LEVELLED = new RegExp(`\\[${LEVEL}\\] [^\\n]{1,2000}$`, "gm");

/** When a message was sent, and by whom, before what it says: "[01/05/2024, 10:22:11] Ann:". */
export const STAMP = new RegExp(
  `^ ?(?:\\[(?:\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}|${DATE})[T ,]{1,2}(?:${TIME}|\\d{1,2}:\\d{2}(?: ?[AaPp][Mm])?)\\]|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}, \\d{1,2}:\\d{2}(?: ?[AaPp][Mm])? -)(?: [A-Z][\\w ]{1,30}:(?= ))?`,
  "gm",
);

/** "status=failed code=500 retry=3" */
export const PAIRS = /(?<![\w.-])(?:[\w.-]{1,40}=[^\s,;&=]{1,100}(?:[ ,;&]{1,3}|$)){3,40}/gm;

/** Where an object or list of JSON begins. */
export const JSON_START = /[{[]\s?(?:[{[]\s?){0,3}(?:"[^"\n]{1,80}"|'[\w .-]{1,80}')\s?[:,]/g;

/** Lines at the top of a mail that say whose it is; its subject is said. */
export const ADDRESSEE =
  /^>? ?(?:from|to|cc|bcc|sent|date|reply-to|message-id|received|return-path|x-[\w-]{2,40}|mime-version|content-type|content-transfer-encoding): ?\S[^\n]{0,300}$/i;
/** "On Tue, 3 Jan 2023 at 10:00, Support wrote: …" within a line. */
export const WROTE_WITHIN =
  /(?<=[.!?)] )On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2}|\d{1,4}[/.-]\d{1,2})[^\n:]{0,20}(?::\d{2})?[^\n:]{0,120}\bwrote: [^\n]{0,20000}$/gm;
