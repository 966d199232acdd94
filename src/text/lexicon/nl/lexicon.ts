/** Dutch: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const nl: Lexicon = {
  functionWords: "van het een voor en met",
};
