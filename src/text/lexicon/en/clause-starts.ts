// cspell:ignore arent couldnt didnt dosent shouldnt wasnt werent wouldnt
/** English words behind which no clause begins. */
import { wordsOf } from "../lexicon.ts";

/** Determiners and subjects: what follows them belongs to them. */
export const BELONGS: ReadonlySet<string> = new Set(
  wordsOf(
    "a an another any every his i i'm i've i'd it it's its my our other some the their these they they're this those we we're we've you your",
  ),
);

/** Verbs and negations: what follows is the rest of what they begin. */
export const BEGUN: ReadonlySet<string> = new Set(
  wordsOf(
    "ain't am are aren't arent be been can can't cannot cant could couldn't couldnt did didn't didnt do does doesn't doesnt don't dont dosent had hadn't has hasn't hasnt have haven't havent is isn't isnt must never not of should shouldn't shouldnt to was wasn't wasnt were weren't will won't wont would wouldn't",
  ),
);

/** Where a clause begins: behind a mark, or with what joins it to another one. */
export const CLAUSE_START =
  /[,;:!?()[\]"“”\n]\s*|\.(?:\s+|$|(?=\p{L}{2}))|\s[-–—]+\s|(?:^|\s)(?:also|and|as|because|but|coz|cuz|hence|however|if|n|or|plus|since|so|than|that|then|though|unless|until|when|whenever|where|which|while|who|why)\s+/giu;
