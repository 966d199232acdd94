// cspell:ignore tellings hroni
/** What fails, where no object was read: how such failures are told says where it stands. */

const DETERMINED =
  "(?:(?:all|any|the|an?|my|our|your|some|every|each|of|\\d+|one|two|three|several|many|years?|months?|weeks?|days?) ){0,5}";
/** One or two words up to where something else begins. */
const THING =
  "((?!(?:it|me|my|this|that|them|us|everything|anything|something|a|the)\\b)[\\p{L}\\p{N}]{2,24}(?: (?!(?:and|any|are|after|again|all|as|at|because|before|but|by|for|from|have|has|in|is|it|just|on|or|over|overnight|since|so|that|the|then|they|to|was|were|when|while|with|without|which|who|every|i|my|we|now|anymore|lately|yesterday|today)\\b)[\\p{L}\\p{N}]{2,24})?)";

const told = (before: string, after = ""): RegExp => new RegExp(`${before}${DETERMINED}${THING}${after}`, "iu");

const OPENS =
  "(?:open|load|play|watch|tap|tapping|click|press|start|launch|view|print|scan|upload|send|record|edit|save|select|change|export|join|call)(?:ing|s|ed)?(?: on| in| into)? ";

/** By failure kind, the first that fits. */
const tellings: Readonly<Record<string, readonly RegExp[]>> = {
  crashes: [
    told(
      `\\b(?:when|whenever|while|if|time|soon as|by|after|on) (?:i |you |we )?(?:(?:try to|trying to|go to) )?${OPENS}`,
    ),
  ],
  "data-lost": [
    told("\\b(?:lost|losing|loses?|deleted|deletes|erased|erases|wiped|wipes) "),
    told(
      "(?:^|\\b(?:all|my|our|the|and) )",
      " (?:is|are|was|were|have|has|got) (?:all |just |been |now )?(?:deleted|disappeared|erased|gone|lost|vanished|wiped)\\b",
    ),
  ],
  "does-not-sync": [told("\\bsync(?:s|ed|ing|hroni[sz]e[ds]?)? (?:with|to|from) ")],
};

/** Where it stands in the statement; undefined where its failure is told without. */
export function toldObject(failure: string | undefined, quote: string): string | undefined {
  for (const telling of tellings[failure ?? ""] ?? []) {
    const thing = telling.exec(quote)?.[1];
    if (thing !== undefined) return thing;
  }
  return undefined;
}
