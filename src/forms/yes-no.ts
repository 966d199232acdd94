/** Yes and no, as people answer and as spreadsheets save them, in the languages that pages of forms speak and some more. */
// cspell:ignore wahr vrai verdadero verdadeiro waar prawda evet doğru صحيح истина kyllä igen nein falsch falso onwaar fałsz hayır yanlış ложь
import { fold } from "./fold.ts";

const YES = `true yes y 1 on ok checked ✓ ✔ ☑ ✅
  ja j wahr oui vrai sí si s verdadero sì vero sim verdadeiro waar tak prawda evet doğru نعم صحيح हाँ हां はい 是 да истина так ano kyllä joo igen  da ναι`;
const NO = `false no n 0 off unchecked ☐ ✗ ✘ ❌
  nein falsch non faux falso não nao nee onwaar nie fałsz hayır yanlış لا خطأ नहीं いいえ 否 нет ложь ні ne ei nem nu όχι nej`;

const wordsOf = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/).map(fold));
const [yes, no] = [wordsOf(YES), wordsOf(NO)];

/** Undefined for what is neither. */
export function readYesNo(text: string): boolean | undefined {
  const plain = fold(text);
  return yes.has(plain) ? true : no.has(plain) ? false : undefined;
}

/** Words of another meaning where a sentence goes on: "On second thoughts, no", "Si no" (Spanish: if not), "Da" (German: there). */
const otherwise = wordsOf("on ok s y j si da true checked");

/** What an answer in words says, which begins with yes or no: "No, thanks". Whatever may be no yes is none. */
export function saysYes(text: string): boolean | undefined {
  const whole = readYesNo(text);
  if (whole !== undefined) return whole;
  const [, word = "", mark] = /^([\p{L}\p{M}]+)\s*([,.;:!\u2013\u2014-])?/u.exec(text.trim()) ?? [];
  const first = readYesNo(word);
  return first === true && mark === undefined && otherwise.has(fold(word)) ? undefined : first;
}
