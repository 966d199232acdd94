/** Spanish: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const es: Lexicon = {
  frequent: "el los las de y con por muy lo está pero una para es",
  functionWords: "de del la las el los una un y para con por tu tus su",
};
