/** How English tells that a problem is over, and that it is not. */

const BEEN = "(?:is|are|was|were|got|gets|has been|have been|had been|been|seems|seem|'s|finally|now|all|also|already)";
const DONE = "(?:fixed|resolved|solved|sorted|repaired|corrected|back to normal)";
/** What one is glad to see gone; photos and money that are gone are lost. */
const FAULT =
  "(?:problems?|issues?|bugs?|errors?|crash\\w*|glitch\\w*|lags?|troubles?|faults?|delays?|freeze\\w*|freezing|ads|adverts|pop-?ups)";

export const OVER = new RegExp(
  `\\b(?:${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?${DONE}` +
    `|${FAULT}\\b[^.!?\\n]{0,30}?\\b${BEEN}\\s+(?:\\w+ly\\s+|now\\s+|all\\s+|finally\\s+)?gone` +
    `|(?:you|they|devs?|developers?|team|update|version)\\s+(?:have\\s+|has\\s+|just\\s+|finally\\s+)?(?:fixed|solved|resolved)` +
    `|(?:fixed|solved|resolved)\\s+(?:now|in|with|since|by)\\b|no (?:more|longer) (?:a |an )?(?:problems?|issues?|crash\\w*|errors?|bugs?))\\b`,
  "i",
);

/** Takes it back: it is asked for, denied, or came again. */
export const STILL =
  /\b(?:not|never|n't|cannot|cant|should|must|needs?|want|please|pls|until|till|unless|if|when will|hope|still|yet|again|came back|comes back|supposed|supposedly|claim\w*|said|says|would)\b|n't\b/i;
