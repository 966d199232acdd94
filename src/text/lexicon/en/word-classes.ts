/** Classes of words that tell kinds of feedback apart. English. */
import type { Lexicon } from "../lexicon.ts";

export const classes: Lexicon["classes"] = {
  negation: `
    not no never none nothing nobody nowhere neither nor without cannot cant can't don't dont doesn't doesnt didn't
    didnt won't wont isn't isnt wasn't wasnt aren't arent weren't couldn't couldnt wouldn't wouldnt shouldn't
    shouldnt haven't havent hasn't hasnt hadn't hardly barely ain't nt lack lacks lacking less fewer reduced absence
  `,
  modal: "would could should might 'd i'd it'd id ought must",
  wish: "wish* hope* want* need* prefer* wanna desire* expect* require*",
  polite: "please pls plz plss plzz pleas kindly",
  supply: `
    add* include* including provide* implement* introduce* integrate* enable* allow* support* bring give* make* put
    let lets improve* enhance* consider change offer* extend*
  `,
  lack: "lack* miss missing misses absent absence removed",
  facility: `
    option* feature* function function* ability possibility possibilities choice* setting* widget* mode modes
    support integration* custom* personali* language* filter* button* shortcut* theme* compatib*
  `,
  more: "more better easier another other extra additional instead further rather different",
  condition: "if unless",
  asking: "why how what where when who which",
  suggestion: "suggest* request* recommend* idea* improvement*",
  fault: `
    crash* bug bugs buggy bugged error* fail* freez* froze* glitch* stuck broke* hang hangs hanging issue* problem*
    trouble* wrong* incorrect* inaccura* fault* corrupt* malfunction*
  `,
  work: `
    work* sync* connect* load* open* show* pair* log login logs register* display* record* receiv* find* download*
    install* start* save* upload* launch* recogni* respon* send* sends access* detect* count* track* measur* update*
    charge* transfer* pay* verif*
  `,
  stopped: `
    stop* lost lose loses losing disappear* disconnect* delet* drain* slow* lag* laggy uninstall* reinstall* unpair*
    vanish* deduct* debit* block* declin* reject* refus* logout
  `,
  since: "since after until till before anymore longer again still suddenly",
  update: "updat* upgrad* version* release*",
  fix: "fix* resolv* solv* repair* sort correct*",
  contrast: "but however except although though yet despite",
  only: "only just one little bit small slight",
  thanks: "thank* thx cheers",
  app: "app apps application* product software",
  first: "i i'm i've im ive my me we our us",
  second: "you your you've developer* dev devs team",
};
