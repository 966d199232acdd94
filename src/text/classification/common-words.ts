/** Words that tell languages apart, and words that name nothing in particular. Written by hand from general knowledge. */

/** Frequent English words that aren't words of the languages below. */
const english =
  "the and is it this that i'm i've you your my of to for with was are have has had not but very so when they we be been at from if it's its can't don't doesn't app good great love nice all just can will would out up use using my after what there which get because really update please easy";
/** Frequent words of French, Indonesian, Spanish, German, Portuguese and Italian that aren't English. */
const foreign =
  "le la les du une et est pas je ne que qui avec mais très tres il elle ce cette mon mes dans au aux sont c'est j'ai trop bien vraiment depuis fonctionne bonne plus sur pour " +
  "yang dan ini itu tidak sangat sudah dengan untuk barang dari ada saya juga tapi bisa sesuai nya ga gak yg udah belum kurang bagus cepat tp dgn produk pengiriman harga banget mantap terima kasih sy di tdk karena " +
  "el los las de y con por muy lo está pero una para es der das und ist nicht ich mit sehr aber auch não muito uma os che non molto";

/** 1 for English, -1 for another language that is known, 0 for words that tell nothing. */
export const createLanguageSigns = (): ((word: string) => number) => {
  const signs = new Map<string, number>();
  for (const word of foreign.split(" ")) signs.set(word, -1);
  for (const word of english.split(" ")) signs.set(word, 1);
  return (word) => signs.get(word) ?? 0;
};

/** Words of praise and small talk that name no task and no feature; opinion words are known elsewhere. */
const generic =
  "a an the this that these those it its it's i i'm i've i'd i'll im ive me my mine we our us you your u ur he she they them their his her one ones who whom which what whatever " +
  "is are was were be been being am do does did doing done has have had having can could will would shall should may might must get gets got getting go goes going gone went come comes make makes made making give gives gave giving take takes took say says said see seen saw look looks looking know knows think thinks feel feels felt find found try tried trying keep keeps kept start started let lets put want wants wanted need needs needed use uses used using usage user users like likes work works worked working help helps helped helping recommend recommended download downloaded install installed buy bought purchase purchased own owned wish hope deserve deserves continue must bring brings brought become becomes became rate rating rated " +
  "and or but so because if when while since as than then though although however also too very really so much many more most some any all every each both few lot lots bit little quite rather totally absolutely completely definitely certainly honestly truly highly extremely super pretty just only even still yet ever never always often sometimes usually again already now today yesterday tomorrow recently lately far away here there everywhere where how why not no yes yeah ok okay well hi hello dear sir bro guys please pls about after again against before between by for from in into of off on onto out over through to under until up with within without at around along across during per via else such same other others another own able " +
  "app apps application applications apk program programme software product products thing things something everything anything nothing stuff way ways kind type sort part job experience life lives time times day days daily week weeks month months year years hour hours minute minutes moment long short new old first second last next start end point points star stars review reviews rate people person everyone everybody anyone someone man woman friend friends family guy team developer developers dev devs company brand creator creators google play store android ios iphone samsung xiaomi phone phones mobile smartphone device devices watch watches smartwatch band tablet gadget laptop computer version versions update updates world market country india usa uk hands heart number top level quality idea work opinion honest word words money service services whole overall general generally basically simply literally exactly especially actually probably maybe perhaps hopefully finally lol haha hahaha omg wow etc ps ya yup yep thanku thankyou ty god bless real really big small huge different suitable necessary important personal personally every single total favourite favorite fan true right sure enough less least best better amaze amazed " +
  "two three four five ten hundred 1 2 3 4 5 10 100 5star 5stars " +
  "un une le la les de des du et est c'est je j'ai j'adore mon ma mes me ce cette ça ca il elle on nous vous très tres trop vraiment bien tout tous toute toutes avec pour sur dans en au aux que qui plus moins rien pas ne n'a a à d'une d'un l'application application appli applis montre telephone téléphone produit chose choses jour jours ans mois fait faire fonctionne marche utilise utiliser utilisation recommande recommander suis ai sont été ete son sa ses même meme aussi encore toujours jamais depuis après avant rien dire niveau qualité note étoiles etoiles";

/** Whether a word in lower case names nothing in particular. */
export const createGenericWords = (): ReadonlySet<string> => new Set(generic.split(" "));
