/** The readable text of HTML that a provider sends: paragraphs and lists kept, links by their words, pictures left out. */
import { convert, type HtmlToTextOptions } from "html-to-text";

const options: HtmlToTextOptions = {
  wordwrap: false,
  // What somebody else wrote further up is not this record's.
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    { selector: "aside.quote", format: "skip" },
    { selector: "h1", options: { uppercase: false } },
    { selector: "h2", options: { uppercase: false } },
    { selector: "h3", options: { uppercase: false } },
    { selector: "table", options: { uppercaseHeaderCells: false } },
  ],
  limits: { maxInputLength: 500_000, maxDepth: 50 },
};

export const plainText = (html: string): string => (/[<&]/.test(html) ? convert(html, options).trim() : html.trim());
