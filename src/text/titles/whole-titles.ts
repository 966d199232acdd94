/** What a member says, whole, as a title: a statement of few words, or a clause that names something. */
// cspell:ignore dosen doesn
import { withApostrophe } from "./clause-titles.ts";
import { capitalised, isFragment, isThing, nameable } from "./noun-phrase.ts";
import { MOST_WISH_WORDS, type TitledStatement } from "./objects.ts";

type Writing = (word: string) => string;

const MOST_BRIEF_WORDS = 5;

/** Words as a title; three and more that are all in capitals are shouted. */
export function sentence(words: readonly string[]): string {
  const text = words.map(withApostrophe).join(" ");
  const isShouted = words.length > 2 && text === text.toUpperCase();
  return capitalised(isShouted ? text.toLowerCase() : text);
}

/** "streams fine": no problem is called that. */
const PRAISED =
  /^(?:amazing|awesome|excellent|fine|flawlessly|good|great|nice|nicely|perfect|perfectly|smoothly|well)$/i;

const isPraise = (words: readonly string[]): boolean =>
  PRAISED.test(words.at(-1)!) &&
  !words.some((word) => /^(?:no|not|nothing|never|isn['’]t|doesn['’]t|don['’]t)$/i.test(word));

/** What is not there stays named so: "No receipt". */
const ABSENT = /^(?:but |and |also |still |has |have |there(?:['’]s| is| are) )*(?:no|zero)\s/i;
/** How a clause without its subject is written out. */
const WRITTEN_OUT: readonly (readonly [RegExp, string])[] = [
  [/^(?:can['’]?t|cannot|can not)\s(?:even |ever |also |really |just |actually )*/i, "Cannot "],
  [
    /^(?:doesn['’]?t|does not|dosen['’]?t|won['’]?t|will not)\s(?:even |ever |also |really |just |actually )*/i,
    "Does not ",
  ],
];

/** The words of a whole statement as a title has them; undefined when it takes more than `most`, or says too little. */
function wholeOf(quote: string, most: number, writing: Writing): string | undefined {
  const [started, start] = WRITTEN_OUT.find(([said]) => said.test(quote)) ?? [
    undefined,
    ABSENT.test(quote) ? "No " : "",
  ];
  const rest = started === undefined ? quote : quote.replace(started, "");
  const words = nameable(rest, most);
  const isWhole = words !== undefined && rest.split(/\s+/).length <= words.length + 1;
  if (!isWhole || isPraise(words) || words.length + (start === "" ? 0 : 1) < 2) return undefined;
  if (started === undefined ? isFragment(words) : false) return undefined;
  const said = words.map(writing);
  return start === "" ? sentence(said) : start + said.join(" ");
}

/** A statement of a few words as it stands, but for one around it. */
export function briefTitles({ quote }: TitledStatement, writing: Writing): string[] {
  return [wholeOf(quote, MOST_BRIEF_WORDS, writing) ?? []].flat();
}

/** Whole clauses that name something, where nothing better is free: the beginning of one says nothing. */
export function longTitles(members: readonly TitledStatement[], writing: Writing): string[] {
  return members.flatMap(({ quote }) => {
    const words = nameable(quote, MOST_WISH_WORDS);
    return words !== undefined && isThing(words) ? (wholeOf(quote, MOST_WISH_WORDS, writing) ?? []) : [];
  });
}
