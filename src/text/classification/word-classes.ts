/**
 * Classes of words that tell kinds of feedback apart whatever the product: how wishes, faults, lacks and praise are
 * worded, in English and French. Written by hand from general knowledge of both languages, so that what is learnt on
 * one app carries over to others. An entry that ends in "*" stands for every word that starts so.
 */

const classes = {
  negation:
    "not no never none nothing nobody nowhere neither nor without cannot cant can't don't dont doesn't doesnt didn't didnt won't wont isn't isnt wasn't wasnt aren't arent weren't couldn't couldnt wouldn't wouldnt shouldn't shouldnt haven't havent hasn't hasnt hadn't hardly barely ain't nt ne n pas jamais aucun aucune sans rien ni lack lacks lacking less fewer reduced absence",
  modal:
    "would could should might 'd i'd it'd id ought must serait pourrait pourriez pouvez devrait devraient faudrait faut aimerais aimerai voudrais",
  wish: "wish* hope* want* need* prefer* wanna desire* expect* require* souhait* espere* espère* besoin voudr* attend*",
  polite: "please pls plz plss plzz pleas kindly svp stp priere",
  supply:
    "add* include* including provide* implement* introduce* integrate* enable* allow* support* bring give* make* put let lets improve* enhance* consider change offer* extend* ajout* rajout* intégr* integr* mettre permet* amélior* amelior* prévoir inclure proposer",
  lack: "lack* miss missing misses absent absence removed manqu* dommage absente",
  facility:
    "option* feature* function function* ability possibility possibilities choice* setting* widget* mode modes support integration* custom* personali* language* filter* button* shortcut* theme* compatib* fonction* possibilit* choix paramètr* parametr* langue* compatible bouton*",
  more: "more better easier another other extra additional instead further rather different mieux meilleur* autre* davantage",
  condition: "if unless si",
  asking: "why how what where when who which pourquoi comment quand quel* où",
  suggestion: "suggest* request* recommend* idea* improvement* suggér* sugger* proposition* idée* conseil*",
  fault:
    "crash* bug bugs buggy bugged error* fail* freez* froze* glitch* stuck broke* hang hangs hanging issue* problem* trouble* wrong* incorrect* inaccura* fault* corrupt* malfunction* plante* planté* bogue* erreur* problème* probleme* souci* panne* défaut* bloqu*",
  work: "work* sync* connect* load* open* show* pair* log login logs register* display* record* receiv* find* download* install* start* save* upload* launch* recogni* respon* send* sends open* access* detect* count* track* measur* update* charge* transfer* pay* verif* fonctionn* marche* synchronis* connect* ouvr* affich* télécharg* enregistr* reconn* détect*",
  stopped:
    "stop* lost lose loses losing disappear* disconnect* delet* drain* slow* lag* laggy uninstall* reinstall* unpair* vanish* deduct* debit* block* declin* reject* refus* logout perd* disparu* lent lente lenteur désinstall* desinstall* réinstall* déconnect* deconnect*",
  since: "since after until till before anymore longer again still suddenly depuis après apres avant encore toujours",
  update: "updat* upgrad* version* release* mise màj maj miseàjour",
  fix: "fix* resolv* solv* repair* sort correct* corrig* répar* regl* régl* résou* resou*",
  contrast: "but however except although though yet despite mais sauf cependant pourtant néanmoins malgré",
  only: "only just one little bit small slight seul* juste petit* peu",
  thanks: "thank* thx cheers merci* bravo félicit* felicit*",
  app: "app apps application* product software appli applis programme logiciel",
  first: "i i'm i've im ive my me we our us je j j'ai mon ma mes moi nous notre",
  second: "you your you've developer* dev devs team vous votre vos équipe développeur*",
} as const;

export type WordClass = keyof typeof classes;

export const wordClasses = Object.keys(classes) as readonly WordClass[];

/** The bit of a class in a word's mask. */
export const classBit = (name: WordClass): number => 1 << wordClasses.indexOf(name);

/** Looks words up: exact entries first, then the longest entry that the word starts with. */
export const createPrefixLexicon = <T>(
  entries: Iterable<readonly [entry: string, value: T]>,
  join: (one: T, other: T) => T,
): ((word: string) => T | undefined) => {
  const exact = new Map<string, T>();
  const starts = new Map<string, T>();
  let longest = 0;
  const put = (map: Map<string, T>, key: string, value: T): void => {
    const before = map.get(key);
    map.set(key, before === undefined ? value : join(before, value));
  };
  for (const [entry, value] of entries) {
    if (!entry.endsWith("*")) put(exact, entry, value);
    else {
      put(starts, entry.slice(0, -1), value);
      longest = Math.max(longest, entry.length - 1);
    }
  }
  return (word) => {
    let found = exact.get(word);
    for (let length = Math.min(longest, word.length); length >= 2; length--) {
      const value = starts.get(word.slice(0, length));
      if (value === undefined) continue;
      found = found === undefined ? value : join(found, value);
      break;
    }
    return found;
  };
};

/** The mask of the classes of a word in lower case. */
export const createClassLookup = (): ((word: string) => number) => {
  const entries = wordClasses.flatMap((name) =>
    classes[name].split(" ").map((entry) => [entry, classBit(name)] as const),
  );
  const find = createPrefixLexicon(entries, (one, other) => one | other);
  return (word) => find(word) ?? 0;
};
