/** German: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const de: Lexicon = {
  frequent: "der das und ist nicht ich mit sehr aber auch",
  functionWords: "der die das und mit für von dein deine ihre ein eine zu im",
};
