// cspell:ignore updat revis rais increas
/** How English begins and ends what it says without saying anything of the product: "Hi team,", "Edit:", "cheers". */

const PEOPLE =
  "(?:there|team|all|guys|everyone|everybody|folks|people|sir|sirs|madam|ma['’]am|mam|mate|mates|friends?|support|devs?|dev team|developers?|admins?|respected|(?:customer )?(?:service|care|support)(?: team)?)";

/** Where a text or line begins. */
export const GREETING = new RegExp(
  `(?<![^\\n])[ "'“*–-]{0,4}(?:(?:hi|hello|hey|hiya|hola|dear|greetings|(?:good )?(?:morning|afternoon|evening|day)|respected)(?:[ /]{1,2}(?:and |or )?${PEOPLE}){0,4}|to whom it may concern)(?: ?[,!:;.]{1,3}(?=\\s|$)| ?[–—-](?=\\s)|(?=\\n))`,
  "gi",
);

/** What says that a text was added to, before what was. */
export const EDIT_MARK =
  /(?<![^\n.!?)\s])(?:edit(?:ed|ing)?|update[ds]?|upd|p\.? ?p?\.? ?s|n\.?b|eta|addendum|note)\.?(?: ?#?\d)?(?: \(\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\)| \d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?)? ?(?::(?!\/)|[–—](?=\s))/gi;

/** A sentence that tells what became of the rating. */
export const RATING_SENTENCE =
  /(?<=^|[.!?:)\n]\s{0,24})(?:(?:i(?:['’]ve| have|['’]m|['’]ll| will| am)?|have|just|so|therefore|will|now|hence|please|edit) ){0,3}(?:updat(?:ed?|ing)|chang(?:ed?|ing)|edit(?:ed|ing)?|adjust(?:ed|ing)?|revis(?:ed?|ing)|rais(?:ed?|ing)|increas(?:ed?|ing)|bump(?:ed|ing)?) (?:my |the |this )?(?:star )?(?:rating|review|stars|score)(?: (?:up|down|back|accordingly|now|again|soon|later))?(?: (?:from|to) (?:an? )?[\w.]{1,6}(?: stars?)?){0,2}(?: (?:accordingly|now|again))?(?=\s*(?:[.!]|$|\n))/gim;

/** How a text ends. */
export const CLOSER =
  /[\s,–-]{1,3}(?:(?:please |kindly |pls )?do the needful(?: asap| soon| at the earliest)?|cheers(?: mate| all| guys)?|y['’]all|ta|many thanks|thanks in advance|best regards|kind regards|regards|sincerely)(?=[\s.!,]{0,4}$)/gi;

/** A text that stands in quotation marks as a whole. */
export const QUOTED_WHOLE = /^(["“”„«»])[^"“”„«»]+(["“”„«»])$/;
