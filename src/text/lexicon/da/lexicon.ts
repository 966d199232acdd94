/** Danish: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const da: Lexicon = {
  functionWords: "og til",
};
