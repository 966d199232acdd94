/** Takes the markup of pages and exports out of a text: HTML entities and tags, Markdown links, images and emphasis, escapes of JSON. */
// cspell:ignore apos hellip ldquo rdquo lsquo rsquo sbquo bdquo laquo raquo lsaquo rsaquo ndash mdash middot frac iexcl iquest
// cspell:ignore plusmn aacute agrave acirc atilde auml aring aelig ccedil eacute egrave ecirc euml iacute igrave icirc iuml ntilde
// cspell:ignore oacute ograve ocirc otilde ouml oslash uacute ugrave ucirc uuml szlig ensp emsp thinsp tbody thead tfoot

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", ensp: " ", emsp: " ", thinsp: " ", shy: "" },
  ...{
    hellip: "…",
    ndash: "–",
    mdash: "—",
    middot: "·",
    bull: "•",
    deg: "°",
    times: "×",
    copy: "©",
    reg: "®",
    trade: "™",
  },
  ...{ lsquo: "‘", rsquo: "’", sbquo: "‚", ldquo: "“", rdquo: "”", bdquo: "„", laquo: "«", raquo: "»" },
  ...{ lsaquo: "‹", rsaquo: "›", iexcl: "¡", iquest: "¿", frac12: "½", frac14: "¼", frac34: "¾" },
  ...{ euro: "€", pound: "£", yen: "¥", cent: "¢", sect: "§", plusmn: "±", szlig: "ß" },
  ...{ aacute: "á", agrave: "à", acirc: "â", atilde: "ã", auml: "ä", aring: "å", aelig: "æ", ccedil: "ç" },
  ...{ eacute: "é", egrave: "è", ecirc: "ê", euml: "ë", iacute: "í", igrave: "ì", icirc: "î", iuml: "ï" },
  ...{ ntilde: "ñ", oacute: "ó", ograve: "ò", ocirc: "ô", otilde: "õ", ouml: "ö", oslash: "ø" },
  ...{ uacute: "ú", ugrave: "ù", ucirc: "û", uuml: "ü" },
};
const ENTITY = /&(?:[a-z]{2,6}(?:12|14|34)?|#\d{2,7}|#x[\da-f]{2,6});/gi;

function entity(written: string): string {
  const name = written.slice(1, -1);
  if (name.startsWith("#")) {
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : written;
  }
  const lower = NAMED[name.toLowerCase()];
  if (lower === undefined) return written;
  // "&Uuml;" is the capital letter; "&AMP;" is as good as "&amp;".
  return NAMED[name] === undefined && name[0] !== name[0]!.toLowerCase() ? lower.toUpperCase() : lower;
}

const BLOCKS =
  "p|br|div|li|ul|ol|dl|dt|dd|tr|table|tbody|thead|tfoot|blockquote|pre|h[1-6]|hr|section|article|aside|details|summary|header|footer|figure";
const INLINE =
  "a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|td|th|time|tt|u|video|source|iframe|figcaption|center";
/**
 * Attributes with their values, so that "if a <b and c> d" stays, and none that runs code: no export writes those, so they are
 * somebody's own words. The limits keep it linear.
 */
const ATTRIBUTE =
  "\\s{1,20}(?!on)[\\w:-]{1,40}=(?![\"']?\\s*javascript:)(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}'|[^\\s\"'<>]{1,500})";
const REST = `(?:${ATTRIBUTE}){0,20}\\s{0,5}/?`;
const UNSEEN = /<(style)\b[^<>]{0,2000}>[^<]{0,20000}<\/\1\s*>|<!--[^<>]{0,5000}-->/gi;
const BLOCK_TAG = new RegExp(`<\\/?(?:${BLOCKS})${REST}>`, "gi");
const INLINE_TAG = new RegExp(`<\\/?(?:${INLINE})${REST}>`, "gi");

/** What somebody else said is quoted as mails do it. */
const BLOCKQUOTE = new RegExp(
  `<(blockquote|aside)${REST}>((?:(?!<\\/?(?:blockquote|aside)\\b)[^]){1,20000})<\\/\\1\\s*>`,
  "gi",
);
const asQuote = (_: string, __: string, quoted: string): string =>
  `\n${quoted
    .replace(BLOCK_TAG, "\n")
    .split("\n")
    .filter((line) => /\S/.test(line))
    .map((line) => `> ${line.trim()}`)
    .join("\n")}\n`;

const withoutTags = (text: string): string =>
  text.replace(BLOCKQUOTE, asQuote).replace(UNSEEN, " ").replace(BLOCK_TAG, "\n").replace(INLINE_TAG, "");

/** An image says nothing but where it lies; of a link, its words. */
const IMAGE = /!\[[^[\]\n]{0,300}\]\([^()\s]{1,2000}(?:\s"[^"\n]{0,300}")?\)/g;
const LINK = /\[([^[\]\n]{1,300})\]\((?:https?:\/\/|\/|mailto:|upload:)[^()\s]{0,2000}(?:\s"[^"\n]{0,300}")?\)/g;

/** Around words, not within them: "f**k", "2 * 3 * 4" and names with low lines stay. */
const EMPHASIS = /(?<![\w*~\\])(\*{1,3}|~~|__)(?=[^\s*~_])([^*~\n]{0,300}?[^\s*~_])\1(?![\w*~])/g;
const INLINE_CODE = /(?<![\w`])`([^`\n]{1,200})`(?![\w`])/g;
const HEADING = /^[ \t]{0,8}(?:#{1,6} ){1,6}(?=\S)/gm;

const withoutEmphasis = (text: string): string =>
  text.replace(EMPHASIS, "$2").replace(INLINE_CODE, "$1").replace(HEADING, "");

/** What only an escape of JSON looks like. */
const UNICODE = /\\u([\da-f]{4})/gi;
const CONTROL = /\\(?:r\\n|[nrt])(?=[\p{Lu}\s\d\\"'•*-]|$)/gu;
const ANY_CONTROL = /\\(?:r\\n|[nrt])/g;
const MARK = /\\(["'/])/g;
/** "C:\temp": its backslashes are its own. */
const FOLDER = /\b[a-z]:\\/i;

function withoutEscapes(text: string): string {
  const isEscaped = [UNICODE, MARK, CONTROL].some((pattern) => text.search(pattern) >= 0) && !FOLDER.test(text);
  return text
    .replace(UNICODE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(isEscaped ? ANY_CONTROL : CONTROL, (found) => (found === "\\t" ? " " : "\n"))
    .replace(MARK, "$1");
}

/** Text that was escaped again on each of its ways; nobody does it more often. */
const MOST_ROUNDS = 4;

/** Linear in the text's length. What only looks like markup ("<3", "AT&T", "C:\temp") stays. */
export function withoutMarkup(text: string): string {
  let plain = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = plain;
    if (plain.includes("\\")) plain = withoutEscapes(plain);
    if (plain.includes("&")) plain = plain.replace(ENTITY, entity);
    if (plain.includes("<")) plain = withoutTags(plain);
    if (plain.includes("](")) plain = plain.replace(IMAGE, " ").replace(LINK, "$1");
    plain = withoutEmphasis(plain);
    if (plain === before) break;
  }
  return plain;
}
