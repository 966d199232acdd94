// cspell:disable -- beginnings of words, and words as people misspell them
/** Words without any of which nothing is wrong in English, and those by which something is well. "*" is heeded. */

/** What fails, is missing, costs, takes long, is asked for or turned against what was said before. */
export const illWords = `
  no not never nothing nobody none nor neither nt cannot cant dont doesnt dosnt dosent didnt isnt wasnt wont arent havent
  hasnt hadnt couldnt wouldnt aint without unable impossible* hardly barely rarely seldom nowhere zero anymore
  una* unb* unc* und* une* unf* ung* unh* unk* unlink* unlog* unlock* unlik* unm* unn* uno* unp* unq* unr* uns* unt* unu* unv* unw*
  incorr* inaccur* inconsist* incomp* insuff* inadeq* inconven* ineffic* invalid* intrus* invas* interrupt* misl* misp* mist*
  disa* disb* disconn* disg* disho* disheart* disl* dism* diso* disr* diss* distort* distract* disturb*
  bad badly poor* worse* worst* terribl* horr* awful* annoy* irritat* frustrat* pathetic* ridicul* stupid* useless* worthless
  pointless crap* garbage trash* rubbish junk* joke* scam* fraud* cheat* thief thiev* steal* stole* hate* hating suck* shame*
  slow* lag* crash* bug bugs buggy bugging error* fail* freez* froz* glitch* stuck stick* broke broken break breaks breaking breakdown* breakage* hang* issue* problem*
  trouble* wrong* fault* corrupt* difficult* hard harder hardest confus* complic* complex* clutter* mess messed messy messes missing missed
  miss misses lack* stop* quit* los* loos* gone remov* delet* eras* wip* vanish* drain* pain pains painful* headache* hassle* tedious* clunky outdated
  old older oldest expensive* cost costs costly costing overpric* pricey pricy price* pricing charg* refund* deduct* debit* declin* reject* refus* block* ban
  bans banned suspend* lock* delay* late later wait* ignor* rude* harass* spam* ad ads advert* commercial* popup* pop popping
  privacy limit* restrict* expir* uninstall* reinstall* redownload* restart* reboot* forc* prompt* nag nags nagging bother*
  complain* weird* strange* odd oddly ugly tiny small* low lower few fewer short* heavy bored boring bloat* dull too to-o only just
  but however although though altho except instead unless until untill till still again yet should shud could would wud wish*
  hope* hoping need* must please pls plz plzz kindly want* why if optn option* used suddenly itself jump* skip* drop* clos* shut* kick*
  goes went down blank black white red grey gray greyed blur* chop* pixelat* pixely stutter* buffer* flicker* loop* spin* fuzzy dim loud* quiet*
  half ago since fix* improv* chang* wast* take takes taking took tooks long longer forever ages minute* hour* die died dies dying
  dead kill* ruin* risk* hack* leak* fake* liar* lies lied lying deny denied denies downgrad* downhill decreas* degrad* declin* less
  least ask asks asking demand* twice double* duplicat* repeat* random* meh mediocre overheat* sad sadly unfortun* sorry tired sick beware
  care careful avoid* challeng* flaw* downside* con cons minus weak* cut cuts cutting rais* hike* hiked compromis* comprom* virus* malware
  spyware default* alter* revert* reset* cancel* crap* empty empties bare* basic counter* absurd* rip* greed* money extra fee fees tax taxes taxed gst
  alone overload* overwhelm* stale cold soggy damag* leaking smash* crush* rotten mould* mold* dirty smell* expired spoil* lame worry worri*
  distant scratch* fine fined fines overdue unfair* rigg* bot bots ghost* toxic rage* angry mad melt* struggl* choke* bounc* glare off out ate
  wonky iffy sketchy spotty patchy slop* outrag* nonsense silly dumb idiot* fool* disaster* nightmare* catastroph* embarrass* shock* horrif*
  chinese foreign downgrade* stole* rob robb* loot* extort* predator* aggress* pushy sneak* trick* decei* decept* dishonest* manipulat*
  invade* spy* listen-in crack* tear torn stain* rust* noise* noisy static echo* hiss* crackl* jitter* jerk* tilt* upside backward* backwards
  stink* crazy insane bizarre trivial clumsy scary nuisance emptied constant* screw* forbid* hidden gimmick* clickbait* lazy exceed* compel* redirect* eats subpar automated
  jarring increas* higher pale* offline attempt* compar* opened switched turned turns duplicate* bill billed bills paid pay paying overcharg* upsell*
`;

/** By more than one word. */
export const ILL_PHRASES =
  /\b(?:every ?time|each time|keeps? (?:on )?(?!me\b|us\b|you\b|my\b|our\b|it\b|them\b|track\b|up\b)\w+ing|ha(?:ve|s|d) to|(?:log|sign|throw|boot)\w* (?:me |us )?(?:out|off)|(?:gets?|getting|becom\w+|so|too|very) (?:really |very |so )?(?:hot|warm|cold)|where(?:['’]s| is| are)|fed up|more time|a lot to be desired|runs? out|mix(?:ed|es) up|act(?:s|ing)? up)\b|n['’´`]{1,2}t\b|[₹$€£] ?\d|\d ?[₹$€£]|\?/i;

export const wellWords = `
  love* loving great* excel* awesome* awsome amaz* fantast* perfect* wonderful* superb* brilliant* outstanding best fabulous
  phenomenal incredibl* terrific good nice nicely cool easy easily easier simple simply useful helps helped helpful handy
  convenien* reliab* reasonabl* affordab* cheap cheaper worth* deal enjoy* happy glad pleased satisf* thank* grateful recommend*
  fun favo* fav fast faster quick quickly smooth* intuitive friendly accurate* always plenty tons lots variet* vast wide huge selection anywhere
  anytime whenever wherever whatever lets allows allowed gives faithful* clear* endless* unlimited addict* catch catching
  keeps kept polite* fresh beats beat interesting entertain* gem secure* safe safely able can unlimited offers provides saves saved rules
`;

const COUNTED = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|\\d+)";
/** What writers tell of themselves: where they live, what they own, what they paid. */
export const OF_WRITERS = new RegExp(
  `^(?:(?:i|we|my \\w+|our \\w+)(?: and (?:i|my \\w+))?(?: (?:about|also|am|always|currently|have|just|mainly|mostly|now|only|usually))*|['’]ve) (?:born|bought|commute|come|drive|from|in my|${COUNTED}|lived?|moved|on (?:the|a)|order(?:ed)? (?:${COUNTED}|some)|own(?:ed)?|paid ${COUNTED}|retired|run|shared?|signed up (?:with|using|via|in|last|today|yesterday)|study|teach|travel(?:led)?|work(?:ed|s)?|walk)\\b|^my (?:\\w+ )?(?:phone|device|tablet|laptop|watch|computer|mobile|handset) is (?:an?|the)\\b`,
  "i",
);
/** What is no complaint of who tells that. */
export const NEUTRAL_OF_WRITERS =
  /\b(?:changed|changing|euros?|dollars?|pounds?|rupees?|paid|fast|old|only|retired|used|short|small)\b|[₹$€£]/gi;
/** How long something took that is done once: "setting it up took ten minutes". */
export const TOOK_ONCE = new RegExp(
  `\\b(?:took|takes) (?:me |us )?(?:(?:about|around|just|less|maybe|only|than|under) )*${COUNTED} (?:secs?|seconds?|mins?|minutes?)\\b`,
  "i",
);

/** How a clause begins that tells what somebody likes; "would love" is a wish. */
export const LOVED =
  /^\s*(?:(?:i|we|my \w+|and|also|really|just|absolutely|still|especially|all)\s+){0,5}(?:love[sd]?|loving|like[sd]?|adore[sd]?|enjoy(?:s|ed|ing)?|appreciate[sd]?)\s(?!(?:to|if|it if|when|for|seeing|some|an?)\b)/i;

/** How a clause begins that tells what is there. */
export const THERE_IS =
  /^\s*(?:(?:and|also|so|now)\s+){0,2}(?:there(?: is| are|['’]s)|(?:it|(?:the|this|your) (?:app|game|site|website)) (?:has|shows|displays|lists|contains|includes|comes with))(?: also)? (?:an?|the|one|two|three|four|five|many|some|lots of)\s/i;

/** What asks, whatever else it says. */
const ASKS =
  "(?:add(?:ed|ing)?|allow(?:ed|ing)?|bring|could|give|include|improve|let (?:me|us)|make it|must|need to|please|pls|plz|provide|should|wish|would)";
/** How a clause begins that speaks to other readers, tells what is there, or is glad of it: no wish, though it wants, needs or wishes. */
const NO_WISHES = [
  `(?:if|when(?:ever)?|whatever|whether) (?:you|u|ya)(?:['’]re| are)? (?:\\w+ )?(?:enjoy|interested|into|like|looking|love|need|prefer|want)\\b(?![^.!?\\n]*\\b${ASKS}\\b)`,
  "(?:please )?(?:just )?make sure (?:that )?(?:you|u|your|ur)\\b",
  "(?:you|u) (?:can(?!['’]?t)|may|might|will|['’]?ll)(?: also| always| even)? (?!(?:add|allow|bring|change|consider|give|improve|include|just add|make|move|not|only|please|provide|put|remove|replace|try)\\b)\\w",
  "(?:i|we)? ?(?:just |really |only )*wish(?:ed)? (?:that )?(?:i|we)(?:['’]d| had|['’]ve| have| would have| could have)? (?:bought|discovered|done|downloaded|found|gotten?|had (?:it|this)|installed|joined|knew|known|met|signed|started|switched|tried)\\b",
  "(?:(?:and|also|is|it|it['’]s|its|really|so|that|this|very) )*(?:convenient|cool|fun|good|great|handy|nice|wonderful) to (?:be able to|get|have|know|see)\\b(?![^.!?\\n]*\\b(?:if|please|would)\\b)",
  "(?:and |it |which |app )*(?:allows|enables|lets|let['’]s) (?:me|us|you|u|your)\\b",
  "(?:(?:and|has|have|it|its|so|they|with) )*(?:loads|lots|plenty|tons) of\\b",
  `(?:and |it )?(?:no|zero) (?:ads?|adverts?|commercials?)\\b(?![^.!?\\n]*\\b${ASKS}\\b)`,
  "(?:i|we)(?:['’]d|['’]ll| would| will) (?:(?:also|definitely|highly|still|surely|totally) )*(?:continue|keep|recommend)\\b",
];
export const NO_WISH = new RegExp(`^\\s*(?:(?:and|also|but|so)\\s+){0,2}(?:${NO_WISHES.join("|")})`, "i");

/** How a clause begins that tells when or where something is, or what its writer did, and not what became of it. */
export const SURROUNDS =
  /^(?![^\n]*\s(?:it|they|he|she|there) (?:\w+(?:s|ed)|are|were|came|went|got|gave|said)\b)\s*(?:(?:and|but|so|then|also|now|even|just|i|we|have|has|had|been|am|was|is|['’]?ve|['’]m)\s+)*(?:when(?:ever)?|after|before|once|while|if|despite|in|on|at|to|into|with|for|of|from|by|through|via|during|among|tr(?:y|ied|ying)|got|allow(?:ed|ing)|select(?:ed)?|set|sent|paired|check(?:ed)?|(?:re-?)?install(?:ed)?|download(?:ed)?|purchased|bought|booked|ordered|request(?:ed|ing)?|went|opened|clicked|tapped|updated|called|contacted|invited|shifted|switched|decided|used|added|entered|noticed|see|like|paid|signed|registered)\b/i;

/** What is as it should be, beside what is wrong: "my ticket is valid", "I have a strong signal". */
export const IS_RIGHT =
  /^\s*(?:(?:and|but|also|although|even though|though)\s+)?(?:(?:i|we)\s+(?:have|had)\s+(?:an?\s+)?(?:enough|excellent|fast|fine|full|good|great|high[ -]speed|perfect|plenty of|stable|strong|valid)\s[^.!?,;\n]{1,40}|(?:(?:all|her|his|its|my|our|the|their|this)\s+){0,2}(?:\p{L}+\s+){1,3}(?:is|are|has been|have been)(?:\s+(?:all|also|already|completely|still))?\s+(?:active|connected|correct|enabled|fine|full|fully charged|good|ok(?:ay)?|on|paid(?: for)?|right|stable|strong|switched on|turned on|up to date|valid|working(?: fine)?)(?:\s+(?:and|for|in|on|till|until|with)\s[^.!?,;\n]{1,30})?|(?:\p{L}[\p{L}\p{N}]*\s+){1,4}(?:connects?|loads?|opens?|plays?|runs?|syncs?|works?)\s+(?:absolutely\s+|just\s+)?(?:fine|great|perfectly|well)(?:\s+(?:for|in|on|to|with)\s[^.!?,;\n]{1,30})?)\s*$/iu;
