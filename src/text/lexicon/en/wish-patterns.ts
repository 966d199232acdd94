/**
 * How people ask for things in English: each pattern stands before the wish (or, for a few, after it). No pattern repeats
 * anything without bound, so matching is linear.
 */
import { type Rule, rule } from "../../rules/rule.ts";

export interface RequestPattern {
  readonly pattern: Rule;
  /** may also be a complaint or small talk: heeded only where the text as a whole is a request */
  readonly weak?: boolean;
  /** what follows an "if" may be a clause: "if the date was shown" */
  readonly clause?: boolean;
  /** kept before the wish: "bring back" */
  readonly keep?: string;
}

const POLITE =
  "(?:please|pls|plz|plss|plzz|kindly|pleas|plese|can (?:you|we|u)|could (?:you|we|u)|if (?:you|they|u) (?:can|could)|would you|you (?:could|must|need to|have to)|must|should(?: also| be)?|(?:they|app|also|really|team|developers?|just) need to|needs to|has to|want (?:you|them|u) to|hope (?:you|they)(?: will| can)?|(?:request|suggest|ask)(?: you| them| team| the team)?(?: to)?|consider|like you to|developers?|guys|let's|suggestion:?|request:?)";
const ADD =
  "(?:add(?:ing)?|includ(?:e|ing)|introduc(?:e|ing)|implement(?:ing)?|incorporat(?:e|ing)|integrat(?:e|ing)|provid(?:e|ing)|offer(?:ing)?|develop|create|enable|support|give(?: us| me)?|put)";
const GOOD =
  "(?:nice|great|good|better|helpful|useful|awesome|cool|perfect|amazing|best|fantastic|wonderful|excellent|appreciated|ideal|lovely|handy|super|even better|much better|really nice|really good|very good|very helpful|very useful)";
const MODAL = "(?:would|will|wud|could|can|should|might|'d|ll)";

const pattern = (source: string): Rule => rule(new RegExp(source, "gi"));

/** Strong ones first: where two start at the same place, the first in the list wins. */
export const requestPatterns: readonly RequestPattern[] = [
  {
    pattern: pattern(`\\b${POLITE} (?:also |just |maybe |at least |again |to )?bring(?:ing)? back(?: the)? `),
    keep: "bring back ",
  },
  { pattern: pattern(`\\b(?:please|pls|plz|kindly),? bring `), keep: "" },
  {
    pattern: pattern(
      `\\b${POLITE}[,.]* (?:also |just |maybe |at least |do |to |try to |consider |be )?${ADD}(?: back| in| up)?(?: the| an?| some| more)? (?:(?:option|options|ability|feature|features|facility|function|functionality|possibility|way|support)(?: (?:to|for|of|where|that|which|in which|by which)(?: (?:we|i|you|users?|one) can)?)? )?`,
    ),
  },
  {
    pattern: pattern(
      `(?:^|[.!?\\n] ?)(?:add|include|introduce|provide|enable|implement|bring|give)(?: the| an?| some)? (?:(?:option|ability|feature|facility|function|support)(?: (?:to|for|of))? )?`,
    ),
  },
  {
    pattern: pattern(
      `\\b(?:please|pls|plz|kindly|can you|could you) (?:also |just )?(?:make it possible|allow|enable|let(?= (?:us|me|users|people|customers)\\b))(?: us| me| users?| people| customers?| every(?:one|body)| anyone| the user)?(?: for us| for me)?(?: to)? `,
    ),
  },
  {
    pattern: pattern(
      `\\b(?:should|must|could|needs to|need to|please|also) (?:also )?allow(?: us| me| users?| people| customers?| every(?:one|body)| anyone)?(?: to)? `,
    ),
  },
  {
    pattern: pattern(
      `\\b${MODAL} (?:also |really |just |be |have been )*be (?:so |very |really |even |much |absolutely |a |more )?${GOOD}(?:er)?(?: idea| feature)? (?:if|to|when|with)(?: (?:also|only|just))?(?: (?:the|this|your|u|you|they|it|there|we|i|app|developers?|users?|one|team|guys))*(?: (?:could|can|would|will|were|was|is|are|had|has|have|also|please|be able to|get|see|give|gave|given|provides?|provided|adds?|added|includes?|included|introduces?|introduced|implements?|implemented|allows?|allowed|makes?|made|offers?|offered|supports?|supported|brings?))*(?: (?:us|me|to|for))?(?: (?:an?|the|some))? (?:(?:option|options|ability|feature|facility|function|way)(?: (?:to|for|of|where|that|which))? )?`,
    ),
    clause: true,
  },
  {
    pattern: pattern(
      `\\b(?:would|'d|will|i(?= (?:really |also |just )?(?:like|love|prefer) to)) (?:really |also |just )?(?:like|love|prefer|appreciate|enjoy)(?: it)?(?: if (?:you|we|i|it|they|there)(?: (?:could|can|would|was|were|had|add|added|have))*)?(?: (?:to see|to have|to be able to|to get|having|seeing))(?: an?| the| some)? (?:(?:option|options|ability|feature|facility|function|way)(?: (?:to|for|of|where))? )?`,
    ),
  },
  {
    pattern: pattern(
      "\\b(?:would|'d) (?:really |also |just )?(?:like|love|appreciate) (?:an? |the |some |more )(?:(?:option|ability|feature|way)(?: (?:to|for|of))? )?",
    ),
  },
  {
    pattern: pattern(
      "\\b(?:wish|wizh|wished|hoping|hope)(?: that)?(?: (?:the|this|your|u|you|they|it|there|we|i|app|developers?))+(?: (?:could|can|would|will|were|was|is|are|had|has|have|also|just|be able to|also have|be|add|added|include|included|provide|provided|give|gave|allow|allowed|let|support|supported|offer|offered|introduce|implement|bring))+(?: (?:us|me|to))?(?: (?:an?|the|some))? (?:(?:option|options|ability|feature|facility|function|way)(?: (?:to|for|of|where))? )?",
    ),
  },
  {
    pattern: pattern(
      "\\bthere (?:should|must|could|(?:they|app|also|really|team|developers?|just) need to|needs to|has to|shall|ought to) (?:also )?(?:be|have)(?: an?| the| some)? (?:(?:option|options|ability|feature|facility|function|way|provision)(?: (?:to|for|of|where|that|which))? )?",
    ),
  },
  {
    pattern: pattern(
      "\\b(?:app|it|they|you|this|phone|watch|developers?|application|u) (?:should|must|shall|ought to) (?:also )?(?:have|be able to|support|get|include|show|display)(?: an?| the| some)? (?:(?:option|options|ability|feature|facility|function|way|provision)(?: (?:to|for|of|where|that|which))? )?",
    ),
  },
  {
    pattern: pattern(
      "\\b(?:want|wants|wanted|need|needs)(?: to be able to| the ability to| an? (?:option|way|feature|facility|function) (?:to|for|of|where)| (?:options?|features?) (?:to|for|of)) ",
    ),
  },
  {
    pattern: pattern(
      "(?<!favou?rite )\\b(?:features?(?= (?:request|i|for))|features?(?=:)|improvement|improvements|suggestion|suggestions|request|wish ?list|wish)(?: request)?s?(?: i(?:'d| would)? (?:want|like|need)| for (?:the )?(?:next|future) (?:version|update|release))? ?(?:is|are|:|-|would be)(?: to)?(?: (?:add|have|include|see|allow))?(?: an?| the| some)? ",
    ),
  },
  {
    pattern: pattern(
      "\\bonly (?:thing|feature)s? (?:that(?:'s| is)? |it(?:'s| is) |i(?:'m| am) |i(?:'d| would) )?(?:missing|lacking|lacks?|needs?|add|want|change|missing here)(?: is| would be|:)?(?: that)?(?: to)?(?: (?:have|add))?(?: an?| the)? ",
    ),
  },
  { pattern: pattern("\\b(?:how|what) about (?:adding |including )?(?:an? |the |some )?"), weak: true },
  {
    pattern: pattern(
      "\\b(?:no|isn't any|isn't an?|not any|without(?: an?)?|don't have(?: an?| any)?|doesn't have(?: an?| any)?) (?:option|options|way|ability|facility|possibility|feature|function|functionality|provision|support) (?:available )?(?:to|for|of|where|that) (?:be able to )?",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\b(?:app |it |that |this |just |still |only |also |does |which )?(?:lacks|lacking|is missing|missing)(?: an?| the| some)? (?:(?:option|ability|feature|features|support)(?: (?:to|for|of|like|such as))? )?",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "(?:^|[.,!?\\n] ?|\\b(?:app|it|just|only|also|still|really|but|and) )needs?(?: an?| the| some)? (?!to\\b|help|your|you|this|my|it\\b)",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\b(?:app|it|interface|menu|design|ui|this|which|and|also|really|still) needs? to (?:be able to |be |also |have |get )?",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\b(?:we|i) (?:also |really |just )?want(?: an?| the| some| more)? (?!to\\b|my|it\\b|you|this|that)",
    ),
    weak: true,
  },
  { pattern: pattern("\\b(?:please|pls|plz|kindly) make(?: it| the| this| an?)? "), weak: true },
  {
    pattern: pattern(
      "(?:^|[.!?\\n] ?|\\bbut |\\band )no (?!one|use|longer|problem|issue|doubt|need|matter|more\\b|complaint|reply|response|idea|thanks|where|wonder|reason)",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\bcould (?:really |also )?(?:do with|use) (?:an? |some |(?=more |better ))|\\brecommend(?:ing)? (?:to have|to add|adding|having)(?: an?| the| some)? ",
    ),
  },
  {
    pattern: pattern(
      "\\b(?:is there (?:an?|any) (?:way|option|possibility|plan|chance)|is it possible|will it be possible)(?: for (?:me|us|you))?(?: to| of| that)(?: (?:be able to|get|have|add|you can add))?(?: an?| the)? |(?:^|[.!?\\n] ?)any (?:way|option|possibility|plans?|chance)(?: for (?:me|us))?(?: to| of| that) ",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\bwhy(?: on earth)? (?:is|are)(?: there|n't there)(?: (?:still|even))?(?: (?:no|not any|not an?|any|an?))(?: (?:option|ability|feature|way|possibility)(?: (?:to|for|of))?)? |\\bwhy still no ",
    ),
  },
  {
    pattern: pattern(
      "\\b(?:still|also|app has) no (?!one|use|longer|problem|issue|doubt|need|matter|more\\b|complaint|reply|response|answer|idea|reason|sign|signal|support team|refund|money|help|point|sound|way out|excuse|going)",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\b(?:it|that)(?:'d| would| will)(?: really| also)? help(?: me| us| a lot)?(?: (?:to|if (?:we|i|you|it|the app) (?:could|can|would)))(?: (?:have|get|be able to|see))?(?: an?| the| some)? ",
    ),
  },
  {
    pattern: pattern(
      "(?<!\\b(?:now|then|currently),? )\\b(?:we|users|i(?= (?:also |really |just )?need (?:more|new|better|custom|additional) )) (?:also |really |just )?needs? (?!(?:to|it|this|that|these|those|you|your|my|our|his|her|some ?one|somebody|something|help|support|(?:a |the )?refund|money|an? (?:answer|reply|response|solution|fix|new phone))\\b)(?:an? |the |some )?",
    ),
    weak: true,
  },
  { pattern: pattern("(?:^|[.!?\\n] ?)(?:please )?let (?:me|us|users|people)(?: also| please)? "), weak: true },
  {
    pattern: pattern(
      "(?:^|[.!?\\n] ?|\\b)(?:missing|idea|(?:feature |small |my )?(?:suggestion|request|wish))s?: ?(?:please )?(?:add |have )?(?:an? |the |some )?",
    ),
  },
  {
    pattern: pattern(
      "\\bi (?:wish|hope)(?: that)? (?:the app|it|you|this app|there) (?:could|would|can|will) (?:tell|show|remind|notify|warn|inform)(?: (?:me|us|people|users))? ",
    ),
  },
  {
    pattern: pattern(
      "(?<!whether |if )\\bi(?:'d| would) (?:really |also |just )?(?:like|love|want|prefer) to (?:be able to |also )?(?!have|see|know|thank|get|give|say|tell|point|report|hear|speak|talk|share|use|like|love|rate|recommend|mention|ask|add that|understand|return)",
    ),
    weak: true,
  },
  {
    pattern: pattern(`\\b${POLITE} (?:also |just )?(?:remove|disable|get rid of)(?: the| this| these| those| all)? `),
    keep: "remove ",
  },
  {
    pattern: pattern(
      "\\b(?:please|pls|plz|also|it|must|should|app)(?: must| should)? (?:have|give|show)(?: an?| the| some)? (?=[a-z]+ [a-z]+)",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\b(?:doesn't|does not|don't|do not|didn't|isn't|not) (?:yet )?(?:support|supporting|supported|offer|provide|include|allow(?: (?:me|us|you))?(?: to)?|let(?: (?:me|us|you))?)(?: an?| the| any)? ",
    ),
    weak: true,
  },
  {
    pattern: pattern(
      `(?:\\b(?:you (?:can|may)|and|also|only|just|need to|have to)|[,;]) (?:also |just |maybe )?${ADD}(?: back| in| up)?(?: the| an?| some| more)? (?:(?:option|options|ability|feature|features|facility|function|support)(?: (?:to|for|of))? )?`,
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "\\b(?:stars?|perfect|love it|better|great|rating|more fine|recommend it|happy|best) if (?:you|u|they|i|we|it|this|the app|there)(?: (?:could|can|would|will|had|has|have|was|were|is|are|just|also|only|give|gave|add|added|provide|provided|make|made|include|included|allow|allowed|let|able to|be able to))+(?: (?:me|us|to|users?))?(?: (?:an?|the|some))? (?:(?:option|ability|feature|way)(?: (?:to|for|of))? )?",
    ),
  },
  {
    pattern: pattern(
      "\\b(?:when (?:will|can|are|do)(?: (?:you|u|we|i|they|it|this|the app))+(?: (?:get|have|support|add|see|be able to|giv(?:e|ing)|adding|getting|provide))+|why (?:can't|cannot|don't|do not)(?: (?:you|u|we|i|they))+(?: (?:just|simply|at least))?(?: (?:get|have|support|add|see|provide|offer))+)(?: (?:an?|the|any))?(?: (?:option|feature|way)(?: (?:to|for|of))?)? ",
    ),
    weak: true,
  },
  { pattern: pattern("\\bwhere(?: is|'s| are) (?:the |my )?(?=[a-z]+ ?[a-z]*[?.! ]*$)"), weak: true },
  {
    pattern: pattern("(?<!used |seems? |need |able )\\b(?:must|should|to) have (?:an? |the |some )?(?=[a-z\\d])"),
    weak: true,
  },
  {
    pattern: pattern(
      `\\b${POLITE} (?:also |just )?(?=(?:change|improve|reduce|increase|simplify|shift|move|extend|customi[sz]e|redesign|separate|show|hide|sync|lower|raise|shorten|enlarge|notify|remind|warn|alert)\\b)`,
    ),
    weak: true,
  },
  {
    pattern: pattern(
      "^(?:please )?(?=(?:show|offer|support|notify|remind|warn|display|integrate|make it possible)\\b)",
    ),
    weak: true,
  },
];

/** "<wish> would be nice", "dark mode, please", "<wish> option is needed": the wish stands before. */
export const wishBefore: readonly Rule[] = [
  pattern(
    `(?: option| feature| support)? (?:would|will|'d|wud) (?:also |really )?be (?:a |an |so |very |really |even |much |more )?(?:${GOOD}|great(?:ly)? (?:addition|appreciated|improvement)|nice (?:addition|touch)|good (?:addition|idea)|welcome|plus|bonus)\\b(?! (?:if|to|when))`,
  ),
  pattern("(?: option| feature| features| facility| functionality)? (?:is|are|also) (?:needed|required)\\b"),
  pattern(
    "(?: option| feature| features| facility| functionality| function| support| button) (?:is|are) (?:still )?(?:missing|lacking|not available|not there|absent)\\b",
  ),
  pattern(
    " would (?:really |also )?(?:make (?:this|it|the app|everything)(?: app)? (?:perfect|complete|better|great|even better|a lot better|5 stars|five stars|so much better)|help a lot|be a (?:real|great|big|huge) help)\\b",
  ),
  pattern(
    "(?: option| feature| facility| functionality) (?:should|must) be (?:there|added|available|included|provided|given|introduced|enabled|implemented)\\b",
  ),
  pattern("(?: option| feature)?,? pl(?:ease|s|z|ss|zz)(?=[ .!?]*$)"),
  pattern(
    " (?:should|must) (?:come|be there)\\b| (?:will|would|can|could|to) (?:also )?be (?:added|introduced|implemented|supported)\\b",
  ),
];
