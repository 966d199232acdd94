/** Portuguese: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const pt: Lexicon = {
  frequent: "não muito uma os",
  functionWords: "e o em da do das dos um uma com seu sua",
};
