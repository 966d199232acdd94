// cspell:ignore synchroni ation
/** A failure's pattern as its members tell it, filled with what fails. */
import { failureObjects } from "../lexicon/en/failure-objects.ts";
import { searchWords } from "../words.ts";
import { type FailurePattern, failurePatterns } from "./failure-patterns.ts";
import { failureVariants } from "./failure-variants.ts";
import { actions } from "./failure-words.ts";
import { capitalised, isPlural } from "./noun-phrase.ts";
import type { TitledStatement } from "./objects.ts";

const MOST_TITLE_WORDS = 8;
/** Share of the members that must tell a failure more closely for the title to do so. */
const LEAST_SAID_SO = 0.5;

/** A pattern, and what can fail like this. */
export type FittedPattern = FailurePattern & { readonly fits?: RegExp | undefined };

/** Failures of something that worked before: who names the update says since when. */
const WORKED: ReadonlySet<string> = new Set([
  ...[
    "camera-fails",
    "cannot-log-in",
    "crashes",
    "does-not-connect",
    "does-not-open",
    "does-not-sync",
    "does-not-work",
  ],
  ...["download-fails", "drains-resources", "freezes", "keeps-disconnecting", "messages-fail", "notifications-missing"],
  ...["payment-fails", "playback-fails", "search-fails", "slow", "upload-fails", "wrong-results"],
]);
/** Of the app, or of what it runs on: "order updates" are a thing of their own. */
const UPDATE =
  /^(?:(?:the|this|your|any|each|every|last|latest|new|newer|newest|recent|current|big|major|minor|automatic|forced|app|application|software|firmware|os|system|android|ios)\s+)*(?:updates?|upgrades?|versions?)(?:\s+[\d.]+)?$/i;

/** Undefined of a kind without a pattern. */
export function patternOf(name: string, members: readonly Pick<TitledStatement, "quote">[]): FittedPattern | undefined {
  const pattern = failurePatterns[name];
  if (pattern === undefined) return undefined;
  const fits = failureObjects[name];
  const since = WORKED.has(name) ? [{ of: UPDATE, about: `${pattern.alone} since the update` }] : [];
  const otherwise = [...since, ...(pattern.but ?? [])];
  const variant = failureVariants[name]?.find(
    ({ said }) => members.filter(({ quote }) => said.test(quote)).length >= LEAST_SAID_SO * members.length,
  );
  if (variant === undefined) return { ...pattern, fits, but: otherwise };
  const { alone = pattern.alone, about = pattern.about, own = pattern.own, but = since } = variant;
  return { alone, about, fits, ...(own && { own }), but };
}

/** Undefined when the title would be too long to read at a glance. */
function fill(pattern: string, words: readonly string[]): string | undefined {
  const form = isPlural(words) ? "$2" : "$1";
  const filled = pattern.replace(/\[([^|]+)\|([^\]]+)\]/g, form).replace(/\{[oO]\}/g, () => words.join(" "));
  return filled.split(" ").length > MOST_TITLE_WORDS ? undefined : capitalised(filled);
}

const stemsSaid = ({ about }: FailurePattern): ReadonlySet<string> =>
  new Set(searchWords(about.replace(/\{[oO]\}/g, "")));

/** "Syncs do not sync". */
const saysAgain = (pattern: FailurePattern, object: string): boolean =>
  searchWords(object).every((stem) => stemsSaid(pattern).has(stem));

const LONE_ACTS =
  /^(?:log-?ins?|pairing|playback|registration|search(?:es)?|set-?up|sign-?ins?|streaming|sync|synchroni[sz]ation|updates?|uploads?)$/i;
const QUALITY = /\bquality$/i;
const JOINT = /^(?:between|for|from|of|on|to|with)$/i;

/** "Sync with watch" does not sync: the watch doesn't. What "drains battery" drains the battery. */
function withoutFailure(pattern: FailurePattern, words: readonly string[]): readonly string[] {
  if (words.length > 1 && pattern.about.toLowerCase().startsWith(`${words[0]!.toLowerCase()} `)) return words.slice(1);
  // "Upload PDF files" that cannot be uploaded: the files cannot.
  const rest = words.slice(1);
  if (rest.length > 0 && isPlural(rest) && saysAgain(pattern, words[0]!)) return rest;
  const joint = words.findIndex((word) => JOINT.test(word));
  const isSaid = joint > 0 && joint < words.length - 1 && saysAgain(pattern, words.slice(0, joint).join(" "));
  return isSaid ? words.slice(joint + 1) : words;
}

/** "Wifi connections" do not connect: they fail. */
const endsWithFailure = (pattern: FailurePattern, words: readonly string[]): boolean =>
  words.length > 1 && !words.some((word) => JOINT.test(word)) && saysAgain(pattern, words.at(-1)!);

/** No name begins so: what was cut off before left it. */
const DANGLES = /^(?:and|by|for|from|in|of|on|or|to|with|without)$/i;

/** Undefined when the object only says again what fails. */
export function withObject(pattern: FittedPattern, named: readonly string[]): string | undefined {
  const rest = withoutFailure(pattern, named);
  const words = rest.length > 1 && DANGLES.test(rest[0]!) ? rest.slice(1) : rest;
  const object = words.join(" ");
  const otherwise = pattern.but?.find(({ of }) => of.test(object))?.about;
  const isUnfit = otherwise === undefined && pattern.fits?.test(object) === false;
  if (pattern.own?.test(object) || isUnfit || saysAgain(pattern, object)) {
    // "photo upload" of an upload that fails: more than the failure itself.
    return words.length > 1 && actions.test(object) ? fill("{O} [fails|fail]", words) : undefined;
  }
  const about = otherwise ?? pattern.about;
  if (!/\{o\}/i.test(about)) return about;
  // "Video quality" of poor quality: it is poor.
  if (endsWithFailure(pattern, words)) return fill(QUALITY.test(object) ? "{O} is poor" : "{O} [fails|fail]", words);
  // "Sync does not connect", "sign-in does not sync": it fails.
  if (LONE_ACTS.test(object) && /not (?:connect|sync)/.test(about)) return fill("{O} [fails|fail]", words);
  if (actions.test(object) && /not work|fails|cannot be/.test(about)) return fill("{O} [fails|fail]", words);
  return fill(about, words);
}
