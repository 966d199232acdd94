/** What makes two wishes ask for the same though their words differ. English. */

/** Words of asking, of politeness and of software in general: they tell no wish from another. */
export const general = `
  a an the to for of in on at with and or is are it be as by from into up out i me we us our you your my their this
  that these those there which where when how what please pls add adding want need would like could can should have
  has had option options feature features function functionality ability able allow let support more better improve
  make get bring back give new also possible possibility way some any only just button setting settings app
  application use using used provide show see view display enable include own all every one so if not before after
  during while mode theme skin version integration avoid avoids alternative low small simple little easy nice proper
  real actual
`;

/** Each line: words for one thing. What a word of a line means, the first word of the line stands for. */
export const sameThing = `
  dark night black amoled
  offline unconnected
  export download csv gpx spreadsheet
  family families kids children child kid household
  ticket pass tickets passes
  subscription membership
  bike bikes bicycle bicycles
  parking park rack racks
  hills hill hilly climb climbs steep flat flatter elevation gradient slope
  route routes routing navigation navigate directions
  reminder remind reminders
  notification notify notifications alert alerts warn warning
  renewal expiry expire expires expired expiring renew renews
  map maps region regions area areas
  photo photos picture pictures image images
  delete remove erase
  undo revert
  language languages translation localisation
  search find lookup
  calendar agenda
  sync synchronise synchronize synchronisation synchronization
  customise customize personalise personalize custom
  color colour colours colors
  font text typeface letters
  size bigger larger enlarge
  sort sorting reorder
  folder folders category categories
  tablet ipad
  desktop pc laptop computer
  watch smartwatch wearable
  chat chats conversation conversations
  compare comparison
`;

/** Said in several words, one thing. */
export const inWords: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:without|no) (?:(?:mobile|the|an?|any) )?(?:internet|data|connection|network|signal|reception|wi-?fi)\b/giu,
    "offline",
  ],
  [/\bon (?:my|the|our|your) (?:mobile |smart)?phone\b/giu, ""],
  [/\bhome[- ]?screen\b/giu, "homescreen"],
  [/\block[- ]?screen\b/giu, "lockscreen"],
  [/\bwish[- ]?lists?\b/giu, "wishlist"],
  [/\bcheck[- ]?lists?\b/giu, "checklist"],
  [
    /\b(?:save|keep|download|store|saving|keeping|downloading|downloadable) (?:(?:the|an?|my|some|all) )?(maps?|regions?|areas?|songs?|music|videos?|episodes?|articles?)\b/giu,
    "offline $1",
  ],
  [/\bauto(?:matic(?:ally)?)?[- ]?renew(?:al|s|ing)?\b/giu, "renewal"],
  [/\b(?:runs? out|(?:is |are )?about to end|(?:will |is )end(?:s|ing)? soon)\b/giu, "renewal"],
  [/\b(?:sign|log)(?:ging|ning)?[- ]in\b/giu, "login"],
  [/\b(?:face id|touch id|finger ?prints?|biometrics?)\b/giu, "fingerprint"],
];
