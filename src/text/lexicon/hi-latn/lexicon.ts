/** Hindi in Latin letters. What tells that a text is in it is learnt: tools/train/romanised-hindi.ts. */
import type { Lexicon } from "../lexicon.ts";

export const hiLatn: Lexicon = {
  nameless: "hai",
  clauses: { turns: "lekin par" },
};
