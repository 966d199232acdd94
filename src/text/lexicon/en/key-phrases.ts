/** The words by which key phrases are cut: fillers, boundaries, and those that say what is wrong or good. English. */
import { type WordList, wordsOf } from "../lexicon.ts";

const set = (list: WordList): ReadonlySet<string> => new Set(wordsOf(list));

/** Words that start a phrase and say nothing; negations are none. */
const leading = set(`
  and but or so also then now because since as that which who it's its it this these those there the a an i i'm i've i'd im ive we you
  he she they my our your is are was were am be been being have has had having do does did will would
  well ok okay hi hello dear sir please pls plz kindly very really just even only too much quite so really actually
  honestly basically simply literally however although though yet anyway maybe perhaps plus overall otherwise besides
  in on at of for with to from by into about than if when while where once after before until till
  by far noticed think thought feel guess say said know hope believe find found seems seem facing face faced getting again
  whenever every time always sometimes often recently lately today yesterday suddenly
`);

/** Words that end a phrase without finishing a thought. */
const trailing = set(`
  and but or so also then because since as that which who whom it's the a an i i'm i've we you he she they my our your is are was were
  am be been have has had do does did will would of for with to from by into about than if when while where in on at
  very really just please pls plz this these those its too sir guys team thanks thank that's why instead especially
`);

/** Words that begin another thought inside a phrase. */
const boundary = set(`
  and but because since when whenever while after before until till so which where although though however if unless
  even otherwise then therefore hence despite as plus i we they he that's it's that
`);

const complaint = set(`
  not no never none nothing cannot cant dont doesnt didnt isnt wont wasnt couldnt havent without unable fails fail failed failing failure crash
  crashes crashed crashing error errors issue issues problem problems bug bugs buggy glitch glitches glitchy slow slower lag lags laggy
  lagging freeze freezes frozen freezing stuck hang hangs hanging broken broke breaks stopped stops missing lost lose loses losing wrong
  incorrect inaccurate bad worst worse poor terrible horrible awful pathetic useless waste annoying annoyed irritating frustrating
  disappointed disappointing disgusting confusing confused complicated difficult hard impossible unusable unreliable unresponsive
  blocked debited deducted charged overcharged expensive costly fraud scam fake cheat cheated stolen hacked refund refunded delay delayed
  delays late pending declined rejected removed forced forces drains draining ads ad spam logout disconnects disconnected
  disconnecting disconnect hate hated sucks ridiculous rubbish garbage trash lacks lacking lack ugly outdated unwanted intrusive
  uninstall uninstalled uninstalling down unnecessary unfair limited disappear disappears disappeared vanished ignore ignored ignores
  refuse refuses refused deduct deducts hidden mislead misleading unsafe risk risky cluttered spam stop expired exceeded invalid mismatch duplicate
  double twice wrongly forcing unsecure insecure inconvenient hassle pathetic dislike unhelpful inaccessible hanged regret tired trouble suffering struggle struggling cancelled
`);

/** Words that tell of trouble only where the phrase as a whole is clearly bad: "takes 15 minutes", "asks for the code". */
const burden = set(`
  take takes taking took ask asks asking keep keeps show shows showing charge charges levy fee fees too often again manually mess inconsistency
  embarrassment unpredictable nightmare no-no beg only time times minutes hours popup pop-up popups upset inaccessible difficulty difficulties
  complex unclear need needs requires require lie liar loss delivery longer cluttered clumsy messy insufficient
`);

/** What a negation before it turns into good news: "never crashed", "no issues". */
const trouble = set(`
  fail fails failed failure crash crashed crashes issue issues problem problems bug bugs glitch glitches error errors lag lags freeze
  freezes trouble troubles complaint complaints delay delays hassle ads
`);

/** With one of these "issue" or "problem" is a plea for help: "solve this issue". */
const plea = set("solve solved resolve resolved clear fix fixed help rectify");

/** Praise with one of these is a wish or a comparison with what could be. */
const unreal = set("should would could wish wished hope hoping if unless used");

const praise = set(`
  good great nice best excellent awesome amazing perfect love loved loves like liked enjoy easy easily simple fast faster quick quickly
  smooth smoothly useful helpful convenient reliable secure safe accurate user-friendly friendly intuitive clean clear beautiful fantastic
  wonderful superb super brilliant outstanding handy happy satisfied impressed recommend recommended works work worked better helps helped
  helping fun motivating comfortable affordable free cheap well cool neat pleased thanks thank favourite favorite seamless effective
  efficient effortless effortlessly innovative responsive informative comprehensive powerful flexible convenient must-have
`);

/** Words that are no subject matter: a phrase of these alone ("very bad app", "I love it") is no key phrase. */
const empty = new Set([
  ...leading,
  ...trailing,
  ...set(`
    not no never cannot cant dont doesnt can't don't doesn't isn't wasn't won't didn't good great nice best better excellent awesome amazing
    perfect love loved loves like liked likes enjoy bad worst worse poor terrible horrible awful pathetic useless hate hated sucks rubbish
    garbage trash disappointed disappointing disgusting ridiculous superb super brilliant fantastic wonderful cool fine thanks
    app apps application applications thing things stuff one ever all any some lot lots more most less many us me him her them
    it what why how can could should must shall may might want need needs got get gets going go make makes made use used using user
    star stars rating review experience company product people anyone everyone nobody someone day days year years month
    months week weeks time times way ways recommend recommended happy satisfied impressed problem problems issue issues absolutely
    totally completely extremely highly simply pretty far long such same other another first second last new old big
    waste worth bit little fix bug bugs two three several uninstall uninstalled uninstalling install installed close giving give gave
    trouble chance re instead please sure asked happen happened confused phone onto
  `),
]);

/** After "but" they go on with a complaint: "debited but not credited". So does a word in n't. */
const negation = set("not no never still nothing cannot cant");

/** They say that trouble isn't there: "never crashed", "no issues". So does a word in n't. */
const denial = set("not no never without zero");

/** What may stand between a denial and the trouble. */
const afterDenial = set("any a an single one been have major more");

const preposition = set("in at on for with to from of by about into during per through");

export const keyPhraseWords = {
  leading,
  trailing,
  boundary,
  complaint,
  burden,
  trouble,
  plea,
  unreal,
  praise,
  empty,
  negation,
  denial,
  afterDenial,
  preposition,
} as const;
