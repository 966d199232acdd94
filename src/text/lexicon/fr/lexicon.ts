/** French: as people write it in reviews, accents or not. */
import type { Lexicon } from "../lexicon.ts";

export const fr: Lexicon = {
  frequent: `
    le la les du une et est pas je ne que qui avec mais très tres il elle ce cette mon mes dans au aux sont c'est
    j'ai trop bien vraiment depuis fonctionne bonne plus sur pour
  `,
  functionWords: "le les des du et avec pour votre vos ton sur dans",
  nameless: `
    un une le la les de des du et est c'est je j'ai j'adore mon ma mes ce cette ça ca il elle nous vous très tres
    trop vraiment bien tout tous toute toutes avec pour sur dans en au aux que qui plus moins rien pas ne n'a à
    d'une d'un l'application appli applis montre telephone téléphone produit chose choses jour jours ans mois fait
    faire fonctionne marche utilise utiliser utilisation recommande recommander suis ai sont été ete son sa ses même
    meme aussi encore toujours jamais depuis après avant dire niveau qualité note étoiles etoiles
  `,
  opinions: {
    strongPraise: `
      génial* genial* parfait* formidable* fantastique* adore* superbe* incroyable* impeccable* magnifique*
      merveill* meilleur*
    `,
    praise: `
      bien bon bonne bons bonnes pratique* utile* facile* facilement simple* intuitif complet complète complete
      ludique* agréable* agreable* efficace* rapide* fiable* précis* satisfait* content* contente ravi* merci* bravo
      aime sympa* joli* clair* claire nickel plaisir motivant* fluide*
    `,
    strongBlame: `
      nul nulle nuls nulles inutilisable* inutile* merde* merdique* pourri* honteux honte arnaque* scandal*
      lamentable* pire poubelle déplorable* minable*
    `,
    blame: `
      mauvais* décev* decev* déçu* decu* dommage problème* probleme* bug* bogue* plante* planté* erreur* lent lente
      lenteur lourd* compliqué* difficile* pénible* penible* agaçant* énerv* enerv* souci* manque* perte perd*
      perdu* bloqu* panne* médiocre* cher chère regrett* insupportable* moche* nuisible* défaut* ralenti*
    `,
  },
  classes: {
    negation: "ne n pas jamais aucun aucune sans rien ni",
    modal: "serait pourrait pourriez pouvez devrait devraient faudrait faut aimerais aimerai voudrais",
    wish: "souhait* espere* espère* besoin voudr* attend*",
    polite: "svp stp priere",
    supply: "ajout* rajout* intégr* integr* mettre permet* amélior* amelior* prévoir inclure proposer",
    lack: "manqu* dommage absente",
    facility: "fonction* possibilit* choix paramètr* parametr* langue* compatible bouton*",
    more: "mieux meilleur* autre* davantage",
    condition: "si",
    asking: "pourquoi comment quand quel* où",
    suggestion: "suggér* sugger* proposition* idée* conseil*",
    fault: "plante* planté* bogue* erreur* problème* probleme* souci* panne* défaut* bloqu*",
    work: "fonctionn* marche* synchronis* ouvr* affich* télécharg* enregistr* reconn* détect*",
    stopped: "perd* disparu* lent lente lenteur désinstall* desinstall* réinstall* déconnect* deconnect*",
    since: "depuis après apres avant encore toujours",
    update: "mise màj maj miseàjour",
    fix: "corrig* répar* regl* régl* résou* resou*",
    contrast: "mais sauf cependant pourtant néanmoins malgré",
    only: "seul* juste petit* peu",
    thanks: "merci* bravo félicit* felicit*",
    app: "appli applis programme logiciel",
    first: "je j j'ai mon ma mes moi nous notre",
    second: "vous votre vos équipe développeur*",
  },
  harms: {
    money: "argent remboursement paiement",
    taken: "déduit débit* débité perdu volé arnaque*",
    breach: "piraté piratage",
    guarded: "compte données",
    lost: "perdu* supprim* effac* disparu*",
    kept: "données historique",
    cannot: "peux",
    entry: "connecter ouvrir utiliser lancer",
    locked: "bloqué",
    crash: "plante* planté*",
    fault: "bogue* erreur* problème*",
    negation: "aucun pas jamais",
  },
  failure: { denies: "ne", works: "fonctionn* marche" },
  clauses: {
    turns: "mais sauf cependant pourtant",
    joins: "et",
    and: "et",
    subjects: "il elle on je c'est ça ca les le la ne",
  },
  names: {
    neitherEnd: `
      le la les un une des de du et en je il elle ne pas que qui mon ma mes ce cette pour avec sur dans est c'est
      j'ai plus y l d au aux mais bien bonne bon très tout tous toute toutes depuis trop aussi comme si même sans
      son sa ses leur ils nous vous te se lui être sont était avait ai avoir fait faire quand encore toujours jamais
      rien dommage appli l'appli l'application merci svp ça
    `,
  },
  questions: {
    starts: "comment pourquoi quand est-ce",
    seeks: "comment (?:faire|puis|peut)",
  },
};
