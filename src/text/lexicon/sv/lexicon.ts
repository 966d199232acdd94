/** Swedish: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const sv: Lexicon = {
  functionWords: "och att med för",
};
