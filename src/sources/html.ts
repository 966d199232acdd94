/** The readable text of HTML that a provider sends: paragraphs and lists kept, links by their words, pictures left out. */
import { convert, type HtmlToTextOptions } from "html-to-text";

const options: HtmlToTextOptions = {
  wordwrap: false,
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    // What somebody else wrote further up is not this record's.
    { selector: "aside.quote", format: "skip" },
    // The name and size of a picture in Discourse.
    { selector: "div.lightbox-wrapper", format: "skip" },
    { selector: "h1", options: { uppercase: false } },
    { selector: "h2", options: { uppercase: false } },
    { selector: "h3", options: { uppercase: false } },
    { selector: "tr", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "td", format: "inlineSurround", options: { suffix: " " } },
    { selector: "th", format: "inlineSurround", options: { suffix: " " } },
  ],
  limits: { maxInputLength: 500_000, maxDepth: 50 },
};

const TAGS =
  "html|head|title|meta|link|style|script|base|body|main|header|footer|nav|section|article|aside|h[1-6]|hgroup|address|p|hr|pre|" +
  "blockquote|ol|ul|menu|li|dl|dt|dd|figure|figcaption|div|a|abbr|acronym|b|bdi|bdo|big|br|center|cite|code|data|del|dfn|em|font|" +
  "i|ins|kbd|mark|nobr|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr|img|picture|source|audio|video|track|" +
  "iframe|embed|object|param|svg|g|path|use|canvas|math|map|area|table|caption|colgroup|col|tbody|thead|tfoot|tr|td|th|form|label|" +
  "input|button|select|option|optgroup|textarea|fieldset|legend|output|progress|meter|details|summary|dialog|template|noscript|slot";
/** "<Save>" is a button that somebody names, and "<3" a heart; elements of a page's own have a hyphen. */
const NO_TAG = new RegExp(
  `<(?!\\/?(?:${TAGS}|${TAGS.toUpperCase()}|[a-z]+-[a-z-]+)[\\s/>]|!--|!\\[CDATA\\[|!DOCTYPE|\\?xml)`,
  "g",
);

export const plainText = (html: string): string =>
  /[<&]/.test(html)
    ? convert(html.replace(NO_TAG, "&lt;"), options)
        .replaceAll(/[ \t]+(?=\n)/g, "")
        .trim()
    : html.trim();
