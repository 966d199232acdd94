/** Italian: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const it: Lexicon = {
  frequent: "che non molto",
  functionWords: "il lo gli di che per della dei tuo",
};
