/** Indonesian for the gloss. */
import { idGloss } from "../../lexicon/id/gloss.ts";
import type { Tense } from "../english-forms.ts";
import type { Beside, Entry, Find, GlossLanguage } from "../language.ts";

/** The active prefix by the root's first letter: what it is, and whether it takes that letter's place. */
function active(root: string): string {
  if (/^p/.test(root)) return `mem${root.slice(1)}`;
  if (/^t/.test(root)) return `men${root.slice(1)}`;
  if (/^k/.test(root)) return `meng${root.slice(1)}`;
  if (/^s/.test(root)) return `meny${root.slice(1)}`;
  if (/^[bf]/.test(root)) return `mem${root}`;
  if (/^[dcj]/.test(root)) return `men${root}`;
  return /^[aeioughx]/.test(root) ? `meng${root}` : `me${root}`;
}

/** The same as people speak: "motong", "nutup", "ngirim", "nyimpan". */
function spoken(root: string): string {
  if (/^p/.test(root)) return `m${root.slice(1)}`;
  if (/^t/.test(root)) return `n${root.slice(1)}`;
  if (/^k/.test(root)) return `ng${root.slice(1)}`;
  return /^[sc]/.test(root) ? `ny${root.slice(1)}` : `ng${root}`;
}

const SUFFIXES = ["", "kan", "i", "in"];

function* conjugate(root: string): Generator<readonly [string, Tense]> {
  if (root.includes(" ")) {
    yield [root, "base"];
    return;
  }
  for (const suffix of SUFFIXES) {
    yield [root + suffix, "base"];
    for (const stem of [active(root), `nge${root}`, spoken(root)]) yield [stem + suffix, "base"];
    for (const prefix of ["di", "ter", "ke", "ku"]) yield [prefix + root + suffix, "past"];
  }
  yield [`ber${root}`, "base"];
  yield [`${root}an`, "base"];
}

/** "aplikasinya", "hpku", "bukalah", "masuk2". */
const CLITIC = /(?:nya|ku|mu|lah|kah|pun|2|an)$/;

function takeApart(word: string, find: Find) {
  let rest = word;
  while (CLITIC.test(rest)) {
    rest = rest.replace(CLITIC, "");
    const entry = rest.length > 1 ? find(rest) : undefined;
    if (entry !== undefined) return [entry];
  }
  // "kekecilan", "kemahalan".
  const excess = /^ke(.{3,})an$/.exec(word)?.[1];
  const quality = excess === undefined ? undefined : find(excess);
  if (quality?.role === "quality") return [{ english: "too", role: "word" } as const, quality];
  // "pengembalian", "perbaikan", "kelebihan": nouns of what is done.
  const done = /^(?:pe[mnr]?|peng|peny|ke|per|pem)(.{3,})an(?:nya|ku|mu)?$/.exec(word)?.[1];
  const deed = done === undefined ? undefined : find(done);
  if (deed !== undefined) return [{ ...deed, role: "thing" } as const];
  // "di update", written as one word, of a word that is no verb here.
  const passive = /^(?:di|ke|se|ber|nge|ng)(.{3,})$/.exec(word)?.[1];
  const entry = passive === undefined ? undefined : find(passive);
  return entry === undefined ? undefined : [entry];
}

const SENDS = /(?:error|open|read|reply|send|write|sent)$/;
const DEED = /(?:answer|delivery|process|reply|response|shipping)$/;
const JOINS = /^(?:after|although|and|because|but|even|if|since|so|that|until|when|while)\b/;

/** "kurang bagus", "kurang 2", "kurang satu botol": what is lacking. */
function lacking(before: Beside | undefined, after: Beside | undefined): Partial<Entry> | undefined {
  if (after?.role === "quality") return { english: "not", role: "word" };
  if (after !== undefined && (/^\d/.test(after.said) || after.role === "thing"))
    return { english: "lacks", role: "word" };
  return before?.role === "thing" && after === undefined ? { english: "is missing", role: "word" } : undefined;
}

/** "sangat lama" is slow, "versi lama" old; "pesan kopi" orders it; "baru dipakai" was just used; "ga bisa pake" cannot use. */
const settle: GlossLanguage["settle"] = ({ said, english }, before, after) => {
  const last = before?.english ?? "";
  if (said === "kurang") return lacking(before, after);
  if (said === "lama" && (/^(?:so|too|very)$/.test(last) || DEED.test(last))) return { english: "slow" };
  if (
    said === "pesan" &&
    english === "message" &&
    !SENDS.test(last) &&
    (after?.role === "thing" || /^(?:already|i)$/.test(last) || before?.said === "di")
  )
    return { english: "ordered", role: "verb", tense: "did", base: "order" };
  if (said === "baru" && after?.role === "verb" && before?.role !== "thing") return { english: "just", role: "word" };
  if (/^(?:pake|pakai)$/.test(said) && /(?:can|cannot|not|to|want)$/.test(last))
    return { english: "use", role: "verb", tense: "base", base: "use" };
  if (/^(?:terus|trus|trs)$/.test(said) && before !== undefined && after !== undefined && !JOINS.test(after.english))
    return { english: "then", role: "word" };
  return undefined;
};

export const indonesian: GlossLanguage = {
  lexicon: idGloss,
  conjugate,
  qualitiesFirst: true,
  takeApart,
  settle,
  qualityFollows: true,
  compounds: "bare",
  cognates: [
    [/(?:is|if)?asi(?:nya)?$/, "ation"],
    [/asi(?:nya)?$/, "ation"],
    [/si(?:nya)?$/, "tion"],
    [/itas$/, "ity"],
    [/ik$/, "ic"],
    [/is$/, "ical"],
    [/if$/, "ive"],
    [/k(?=[aorltu])/g, "c"],
  ],
  denied: "after",
  ownerFollows: true,
  barePassive: true,
  doubles: true,
};
