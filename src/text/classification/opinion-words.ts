/**
 * Words that praise or blame whatever they are said of, in English and French, with a strength of 1 or 2. Written by
 * hand from general knowledge. An entry that ends in "*" stands for every word that starts so.
 */
import { createPrefixLexicon } from "./word-classes.ts";

const lists: readonly (readonly [strength: number, words: string])[] = [
  [
    2,
    "love* loving excellent* awesome* amazing* fantastic* perfect* wonderful* superb* brilliant* outstanding best fabulous phenomenal incredible incredibly exceptional flawless* delight* marvel* magnificent stellar splendid terrific gem lifesaver unbeatable génial* genial* parfait* excellent* formidable* fantastique* adore* super superbe* top incroyable* impeccable* magnifique* merveill* meilleur*",
  ],
  [
    1,
    "good great nice nicely cool fine well easy easily easier simple useful helpful handy convenient* reliab* accurate* accuracy fast faster fastest quick quickly swift* smooth* seamless* intuitive* friendly clean clear neat stable robust secure secured safe* trust* recommend* liked enjoy* happy pleased satisf* glad grateful thank* thanx thx appreciat* improved improves impress* efficient* effective* beautiful* elegant user-friendly effortless* hassle-free comfortable comfort convenience ease benefit* helps helped worth worthy informative responsive polished attractive genuine trusted prompt motivat* inspir* fun interesting precise precisely useful valuable affordable cheap free bonus reward rewarding fav* favourite flexible lightweight professional rapid speedy success successful successfully superfast supportive trustworthy versatile winner wow yay yummy bien bon bonne bons bonnes pratique* utile* facile* facilement simple* intuitif intuitive complet complète complete ludique* agréable* agreable* efficace* rapide* fiable* précis* satisfait* content* contente ravi* merci* bravo aime cool sympa* joli* clair* claire nickel plaisir motivant* fluide*",
  ],
  [
    -2,
    "worst terrible* horrible* horrendous awful* pathetic* disgust* useless* worthless garbage trash crap* rubbish scam* fraud* cheat* thief thieves steal* stole* stolen robb* hate* hated shit* suck* joke ridiculous* unacceptable unusable atrocious abysmal dreadful* shame* nightmare horrid fake liar* lie lies lying appalling idiot* stupid* bullshit ripoff rip-off malware virus spyware hopeless miserable disaster catastroph* unethical criminal loot* nul nulle nuls nulles inutilisable* inutile* horrible* catastroph* merde* merdique* pourri* honteux honte arnaque* scandal* lamentable* pire poubelle déplorable* minable*",
  ],
  [
    -1,
    "bad badly poor poorly waste* wasting wasted disappoint* frustrat* annoy* irritat* slow* slower lag* laggy crash* bug bugs buggy error* fail* freez* froze* glitch* stuck broke* hang hangs hanging issue* problem* trouble* wrong* incorrect* inaccura* fault* corrupt* difficult* hard confus* complicat* complex clutter* messy mess missing lack* lacking unable impossible stopped stops lost lose losing loss disappear* disconnect* drain* uninstall* unreliab* unstable unhappy unsatisf* dissatisf* unfortunately sadly sad angry upset pain painful hassle* tedious clunky outdated outage downtime expensive overpriced costly charged charges overcharg* hidden refund* denied deny declin* reject* refus* block* deduct* debited pending delay* late ignored ignore ignores unhelpful unresponsive rude unwanted spam* intrusive invasive ads advert* popup* pop-up* privacy limited restrict* incompatib* unsupported insecure unsafe risk* hack* leak* worse worsen* lousy boring bored dumb silly weird strange nonsense useless inconvenien* inconsisten* insufficient inadequate mediocre meh misleading mislead* unclear unnecessar* pointless cumbersome bloat* heavy forced forcing force forces nag* harass* bother* complain* complaint* concern* unsolved unresolved unprofessional unpleasant ugly vanish* terminat* suspend* expir* locked mauvais* décev* decev* déçu* decu* dommage problème* probleme* bug* bogue* plante* planté* erreur* lent lente lenteur lourd* compliqué* difficile* pénible* penible* agaçant* énerv* enerv* impossible souci* manque* perte perd* perdu* bloqu* panne* médiocre* cher chère regrett* insupportable* moche* nuisible* défaut* ralenti*",
  ],
];

/** Symbols that are feelings by themselves. */
const symbols: readonly (readonly [strength: number, symbols: string])[] = [
  [2, "😍 🥰 ❤ 💖 💕 💯 🤩 ♥ 💗 🏆 😘 💙 💚 💜 🧡 💛"],
  [1, "👍 😀 😃 😄 😁 😊 🙂 😎 👌 👏 🙏 🎉 ✨ ⭐ 🌟 ✅ 🔥 💪 😇 ☺ 🤗 😋 ✌ 🥳 🤝 🙌"],
  [-1, "👎 😞 😔 😟 😕 🙁 ☹ 😣 😖 😫 😩 😢 😭 😒 🙄 😑 😐 😏 😬 ❌ 😓 😥 😰 🥺 🤦 😪 🥱 🤨"],
  [-2, "😠 😡 🤬 🤮 🤢 💩 🖕 😤 👿 💔 🤡"],
];

export const createOpinionLookup = (): ((word: string) => number) => {
  const entries = [...lists, ...symbols].flatMap(([strength, words]) =>
    words.split(/\s+/).map((word) => [word, strength] as const),
  );
  const find = createPrefixLexicon(entries, (one, other) => (Math.abs(one) >= Math.abs(other) ? one : other));
  return (word) => find(word) ?? 0;
};
