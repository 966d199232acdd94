/** Polish: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const pl: Lexicon = {
  functionWords: "i w z na do się",
};
