/** Words for reading a product's description: what it lets people do, with what, and what is mere praise. English. */
import { type WordList, wordsOf } from "../lexicon.ts";

const set = (list: WordList): ReadonlySet<string> => new Set(wordsOf(list));

/** What people do with products, in the base form. */
export const verbs = set(`
  access accept achieve activate add adjust aim animate analyse analyze annotate answer apply approve archive arrange ask assign attach auto-save automate avoid back
  backup battle bid block blend book boost borrow bring broadcast browse build buy calculate call cancel capture cast celebrate challenge change
  charge chat check choose claim clean collaborate collect combine comment communicate compare compete complete compose
  configure connect consult contact control convert cook copy count create crop customise customize cut decide decorate define delete
  deliver deposit design detect discover display discuss divide donate download draw earn edit email embed enable encrypt enjoy enter
  estimate evaluate exchange execute exercise experience explore export extract feed fight file fill filter find finish fix follow fund
  gather generate get gift give go guard handle highlight grant group grow hear hide hire host identify import improve insert inspect install integrate invest
  invite invoice join jump keep label learn lend link list listen load locate lock log look maintain make manage map mark
  match measure meet merge message mix mine modify monitor move mute navigate negotiate note notify offer open operate order organise organize
  own paint park pay perform personalise personalize pick pin plan play post practise practice predict prepare preview print
  program promote protect provide publish purchase push qualify query quit race rate reach react read rearrange receive recharge record
  recover redeem refer refill register rehearse remember remind remix remove rename renew rent repair repay repeat replace reply report
  request reserve reset resize respond restore return review ride run save scan schedule score scroll search secure see select
  sell send set share ship shoot shop show sign simulate skip solve sort split spend start stay stop store stream study submit
  subscribe support surf swap switch sync synchronise synchronize tag take talk tap teach tell test text top track trade train
  transcribe transfer translate travel trim tune turn tweak type unlock update upgrade upload use validate verify view visit visualise
  visualize vote walk warn watch win withdraw work workout wrap write zoom
`);

/** Verbs that are as often nouns: "order history" is a thing, "order meals" something done. */
export const alsoNouns = set(`
  access answer archive back backup battle bid block book boost call challenge change charge chat check comment contact control copy count design
  display draw email exchange exercise experience feed file filter fund group invoice label link list lock log look map mark
  match message mine mix note offer order park pin plan play post practice print program push query race rate record repair report
  request reserve return review ride run save scan schedule score scroll search secure set share ship shop show sign sort split start
  store stream study support surf switch sync tag talk tap test text top track trade train transfer travel type update
  upgrade upload use view visit vote walk watch wrap work workout zoom welcome
`);

/** What the product does, not the reviewer: of "provide loans" only the loans are complained about. */
export const provides = set(`
  allow deliver display enable feature give grant guarantee help include let notify offer promote protect provide show support warn
`);

/** Nobody complains that these don't work. */
export const noTopic = set(`
  anyone children class colleague colleagues customer customers day everyone everybody family families friend friends guest guests home hour hours kid
  kids life loved member members minute minutes money neighbour neighbours one people person place places second seconds someone strangers student
  students team teams teammates time user users world year years click clicks tap taps go need needs job jobs thing things
  day days week weeks month months
`);

/** Second parts of verbs of two words. */
export const particles: Readonly<Record<string, ReadonlySet<string>>> = {
  log: set("in out on"),
  sign: set("in up out"),
  set: set("up"),
  back: set("up"),
  top: set("up"),
  turn: set("on off"),
  check: set("in out"),
  pick: set("up"),
  fill: set("in out"),
  look: set("up"),
  find: set("out"),
  cash: set("out"),
  zoom: set("in out"),
  keep: set("up"),
  build: set("up"),
  split: set("up"),
};

/** What an act is called; the thing it is done to goes in front: "bill payment", "sleep tracking". */
export const acts: Readonly<Record<string, string>> = {
  pay: "payment",
  book: "booking",
  order: "order",
  transfer: "transfer",
  recharge: "recharge",
  download: "download",
  upload: "upload",
  sync: "sync",
  scan: "scan",
  search: "search",
  track: "tracking",
  buy: "purchase",
  purchase: "purchase",
  sell: "sale",
  share: "sharing",
  invest: "investment",
  donate: "donation",
  deliver: "delivery",
  record: "recording",
  stream: "streaming",
  translate: "translation",
  connect: "connection",
  reserve: "reservation",
  convert: "conversion",
  measure: "measurement",
  withdraw: "withdrawal",
  deposit: "deposit",
  edit: "editing",
  monitor: "monitoring",
  import: "import",
  export: "export",
  schedule: "scheduling",
  manage: "management",
  verify: "verification",
  rent: "rental",
  exchange: "exchange",
};

/** After these an indefinite article fits: there was no such thing before. */
export const makesNew = set(`
  add book build buy choose create design draw find generate hire invite join make order organise organize plan post purchase
  rent request reserve schedule send start submit upload write register
`);

/** Nouns a reviewer calls "my". */
export const personal = set(`
  account balance bank budget calendar car card cart credit data device diary email family file health heart history home house inbox
  journal location money music number order password payment phone pin pocket portfolio profile progress score screen sleep statement
  subscription team ticket wallet watch website weight wardrobe
`);

/** Nouns without a plural, which need no article. */
export const mass = set(`
  access advice air art audio cash clothing coffee communication content credit crypto data electricity email energy entertainment equipment fashion
  finance fitness food fuel furniture gas gold health help homework information insurance inventory knowledge literature loyalty luggage mail
  maintenance management math media medicine money music navigation news nutrition offline online paper payroll performance
  photography privacy productivity progress protection research safety security sleep software sound spending support tech
  technology text time traffic transport travel usage video vision water weather wellness wifi work yoga
`);

/** Praise and padding: words that say nothing of what a product does. */
export const praise = set(`
  a about absolutely ad-free add-ons affordable all all-in-one allowed already always amazing an and any app application apps are as at
  available awesome award award-winning beautiful beloved best better big biggest billion billions brand brilliant but by can century choice
  comprehensive convenient convenience convenient conveniently cool country crore crores customers day discover download
  dozens early easier easily easy effortless effortlessly elegant enjoy ensure ever every everyday everyone everything
  excellent exciting experience experiences extremely fabulous fantastic fast faster fastest favorite favourite few
  finest first for free fresh friendly from full fun generation get global great greatest growing guaranteed handy
  happy has have here highly home hundreds huge in incredible india's industry innovative instant instantly into introducing
  intuitive is it it's join journey just leader leading let level life lightning-fast like lives love loved made magic
  many market mega millennium million millions minute modern more most much must-have need needs never new next no. number now of on
  one one-stop only or our over people perfect place platform platforms playful please popular possible power powerful premium
  premier professional proud quick quickly ready really reliable reliably revolutionary rich robust safe safely seamless seamlessly
  secure securely service share simple simplest simply simplified smart smarter smartest smooth smoothly so solution solutions
  stop stress-free stunning stylish super superfast such team than thanks that the them thing things this thousands to today top
  trust trusted truly ultimate unique unparalleled unrivalled up us user user-friendly users very way ways we welcome
  well what which why with without wonderful world world's world-class worldwide worry worries years you your yourself 1 #1 no.1
`);

/** Adjectives in front of a thing that only praise it. */
export const flattering = set(`
  affordable amazing awesome award-winning beautiful best better biggest brilliant comprehensive convenient cool easiest easy effortless
  elegant excellent exciting extensive fantastic fast faster fastest favorite favourite finest flexible free friendly fun great
  handy high-quality huge incredible innovative instant intuitive largest latest leading lightning-fast massive modern
  multiple new numerous perfect popular powerful quick reliable revolutionary rich robust safe seamless secure several simple
  smart smooth stunning stylish super superfast top trusted ultimate unique unlimited unparalleled user-friendly various vast wide
  wonderful world-class exclusive special amazing
`);

/** Heads that only count or gather what follows: "layers of", "a range of", "access to". */
export const gathering = set(`
  access array billions bunch collection collections dozens hundreds kinds layers library list lot lots millions number
  plenty range selection set sorts tens thousands types variety ways wealth world
`);

export const prepositions = set(`
  about across after against along among around at before between by during for from in inside into near of off on onto over per
  since through throughout to towards under until up upon using via with within without
`);

/** Where what is done, or what it is done with, ends. */
export const breaks = set(`
  although as because but except if including like once plus since so such than that then though thus unless until when whenever where
  whereas whether which while who whose will would is are was were can could has have had be been it's it they we etc directly
`);

/** Words after which a verb says what the product lets people do. */
export const leadsToVerb = set(`
  to can you could users people let lets help helps easily quickly simply also now just instantly securely safely automatically
  seamlessly conveniently effortlessly then please always never not even will
`);

export const determiners = set(
  "a an the my your our their his her its this that these those any all every each some both another",
);

/** Words in -ly that aren't adverbs. */
export const notAdverbs = set(
  "assembly bully daily family fly hourly italy july monthly only reply supply weekly yearly",
);

/** Verbs that double their last letter though they have more than one syllable: "transferring". */
export const doubling = set(
  "transfer refer submit control cancel travel begin forget permit admit label prefer program",
);

/** Words that tell nothing of what a group of themes is about. */
export const nameless = set("and or app apps application it is are online more etc use using get");
