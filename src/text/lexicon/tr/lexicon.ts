/** Turkish: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const tr: Lexicon = {
  functionWords: "ve ile için bir",
};
