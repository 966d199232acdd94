/** What harm a problem does, by the words that tell of it: lost money, lost data, a breach, no access, a crash, something that can't be done, lost time. */
import { createPrefixLexicon } from "./classification/word-classes.ts";

export type Harm = "money" | "security" | "data" | "access" | "crash" | "blocked" | "time" | "fault";

export interface Severity {
  readonly harm: Harm;
  /** The words of the text that tell. */
  readonly words: string;
}

const classes = {
  money:
    "money amount amounts balance payment payments rupees rs dollar* euro* pound* cash fund funds refund* salary savings deposit* transaction* wallet bank upi inr usd argent remboursement paiement",
  taken:
    "deduct* debit* lost lose losing stolen stole steal* missing gone vanish* overcharg* unauthori* unrefunded looted looting scam* fraud* cheat* robb* withheld pending déduit débit* débité perdu volé arnaque*",
  charged: "charged charging billed billing billed",
  unduly: "twice double again extra without wrongly unauthori* permission consent cancel*",
  breach:
    "hack* breach* leak* phish* malware virus spyware trojan ransomware unauthori* stolen exposed piraté piratage",
  guarded:
    "account accounts data password* identity card phone privacy information details personal otp compte données",
  lost: "lost lose loses losing deleted deletes erased erases disappear* wiped wipes gone vanish* corrupt* overwritten perdu* supprim* effac* disparu*",
  kept: "data photo photos picture* history file files note notes message messages record records progress contact contacts document* backup* video* chat chats conversation* workout* activities ride rides km kilometres kilometers miles trips entries steps streak* playlist* work données historique photos messages",
  cannot:
    "can't cant cannot couldn't unable won't wont impossible doesn't doesnt didn't not never refuses fails failed failing impossible peux",
  entry:
    "login log signin sign open opens opening start starts launch launches access use register verify connect connects load loads scan scans read reads recognise* recognize* accept accepts detect detects buy book pair pairs sync syncs pay send install update enter connecter ouvrir utiliser lancer",
  locked: "locked blocked suspended banned disabled deactivated unusable bricked bloqué",
  absent: "missing gone lost unsaved",
  act: "let lets add adds allow allows find get gets see show shows receive receives arrive arrives come comes respond responds appear appears complete activate link links remove delete change cancel play plays save saves saved select choose proceed transfer turn switch reach contact",
  turned: "declined rejected denied refused",
  wasted: "wasted waste lost losing waited waiting wait missed late",
  time: "hour hours minutes days weeks months time train flight bus appointment meeting exam class deadline",
  crash: "crash* freez* froze* hangs hang hanging restart* reboot* plante* planté* closes",
  fault:
    "bug bugs buggy error* glitch* broke* stuck fail* issue* problem* wrong* incorrect* inaccura* slow* lag* drain* bogue* erreur* problème* stopped",
  negation: "no not never without n't zero aucun pas jamais",
} as const;

type WordClass = keyof typeof classes;

const names = Object.keys(classes) as readonly WordClass[];
const bit = (name: WordClass): number => 1 << names.indexOf(name);

/** Tells the worst harm that a text reports, if any. Linear in the length of the text. */
export const createSeverityReader = (): ((text: string) => Severity | undefined) => {
  const entries = names.flatMap((name) => classes[name].split(" ").map((entry) => [entry, bit(name)] as const));
  const classesOf = createPrefixLexicon(entries, (one, other) => one | other);

  return (text) => {
    const words =
      text
        .toLowerCase()
        .replaceAll("’", "'")
        .match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? [];
    const masks = words.map((word) => (word.length > 40 ? 0 : (classesOf(word) ?? 0)));
    /** The first place where a word of the one class stands within so many words of one of the other, in either order. */
    const near = (one: WordClass, other: WordClass, distance: number): string | undefined => {
      let lastOne = -1;
      let lastOther = -1;
      for (let at = 0; at < masks.length; at++) {
        if ((masks[at]! & bit(one)) !== 0) lastOne = at;
        if ((masks[at]! & bit(other)) !== 0) lastOther = at;
        if (lastOne < 0 || lastOther < 0 || lastOne === lastOther) continue;
        if (Math.max(lastOne, lastOther) !== at || Math.abs(lastOne - lastOther) > distance) continue;
        const first = Math.min(lastOne, lastOther);
        if (!isDenied(first)) return words.slice(first, at + 1).join(" ");
      }
      return undefined;
    };
    const isNegation = (at: number): boolean => at >= 0 && (masks[at]! & bit("negation")) !== 0;
    const isDenied = (at: number): boolean =>
      isNegation(at - 1) || (isNegation(at - 2) && ["any", "a", "single", "been", "once"].includes(words[at - 1]!));
    const alone = (name: WordClass): string | undefined => {
      const at = masks.findIndex((mask, index) => (mask & bit(name)) !== 0 && !isDenied(index));
      return at < 0 ? undefined : words[at];
    };
    const inOrder = (one: WordClass, other: WordClass, distance: number): string | undefined => {
      for (let at = 0; at < masks.length; at++) {
        if ((masks[at]! & bit(one)) === 0) continue;
        for (let next = at + 1; next <= Math.min(masks.length - 1, at + distance); next++) {
          if ((masks[next]! & bit(other)) !== 0) return words.slice(at, next + 1).join(" ");
        }
      }
      return undefined;
    };
    const found = (harm: Harm, told: string | undefined): Severity | undefined =>
      told === undefined ? undefined : { harm, words: told };
    return (
      found("security", near("breach", "guarded", 4)) ??
      found("money", near("money", "taken", 6) ?? near("charged", "unduly", 3)) ??
      found("data", near("lost", "kept", 4) ?? inOrder("kept", "absent", 3)) ??
      found("access", inOrder("cannot", "entry", 3) ?? notWorking(words) ?? alone("locked")) ??
      found("crash", alone("crash")) ??
      found("blocked", inOrder("cannot", "act", 3) ?? alone("turned")) ??
      found("time", inOrder("wasted", "time", 4)) ??
      found("fault", alone("fault"))
    );
  };
};

/** "not working", "doesn't work", "stopped working", "ne fonctionne pas". */
const notWorking = (words: readonly string[]): string | undefined => {
  for (let at = 1; at < words.length; at++) {
    const before = words[at - 1]!;
    const works = words[at]!.startsWith("work") || words[at]!.startsWith("fonctionn") || words[at] === "marche";
    if (works && (before === "not" || before === "ne" || before === "stopped" || before.endsWith("n't"))) {
      return `${before} ${words[at]!}`;
    }
  }
  return undefined;
};
