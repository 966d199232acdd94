/** Understanding a text by what is said in it: addresses, signatures and quoted mails are not read, and quotes are the text's own. */
import type { Router } from "../text/routing/router.ts";
import { spoken } from "../text/unsaid.ts";
import { searchWords } from "../text/words.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";

type Enrich = (input: EnrichInput, router: Router) => Enriched;

/** What is not read can still be looked for. */
export const createSpokenEnrich =
  (enrich: Enrich): Enrich =>
  (input, router) => {
    const { text } = input;
    const said = spoken(text);
    if (said === text) return enrich(input, router);
    const read = enrich({ ...input, text: said }, router);
    const own = (start: number, end: number, quote: string): string =>
      said.slice(start, end) === quote ? text.slice(start, end) : quote;
    return {
      ...read,
      phrases: read.phrases.map((phrase) => ({ ...phrase, text: own(phrase.start, phrase.end, phrase.text) })),
      statements: read.statements.map((one) => ({ ...one, quote: own(one.start, one.end, one.quote) })),
      search: [...new Set([...read.search.split(" "), ...searchWords(text)])].join(" "),
    };
  };
