/** Sample sentences of a theme: complaints and wishes made from what it lets people do and what it is about. */
import { fromReviewer, gerund, isPlural, lowerFirst, withArticle } from "./grammar.ts";
import { type Action, readTheme } from "./reading.ts";

/** `act`: base form with its object, `acting`: the same as a gerund. */
const ofAction: readonly ((act: string, acting: string) => string)[] = [
  (act) => `can't ${act}`,
  (_, acting) => `${acting} doesn't work`,
  (act) => `get an error when I try to ${act}`,
  (_, acting) => `${acting} takes forever`,
  (act) => `it won't let me ${act}`,
  (act) => `wish I could ${act} more easily`,
  (act) => `I was not able to ${act} today`,
  (_, acting) => `${acting} is too complicated`,
  (act) => `it fails every time I try to ${act}`,
  (_, acting) => `something goes wrong while ${acting}`,
  (act) => `there is no simple way to ${act}`,
  (_, acting) => `${acting} used to be better`,
  (act) => `please make it easier to ${act}`,
  (_, acting) => `I have trouble ${acting}`,
  (act) => `unable to ${act}, please fix it`,
];

/** `name` with its article; `many`: it is plural. */
const ofThing: readonly ((name: string, many: boolean) => string)[] = [
  (name, many) => `${name} ${many ? "don't" : "doesn't"} work`,
  (name) => `problem with ${name}`,
  (name, many) => `${name} ${many ? "keep" : "keeps"} failing`,
  (name) => `I want more options for ${name}`,
  (name, many) => `${name} ${many ? "are" : "is"} wrong`,
  (name, many) => `why ${many ? "are" : "is"} ${name} so complicated`,
  (name) => `please improve ${name}`,
  (name, many) => `${name} stopped working, ${many ? "they were" : "it was"} fine before`,
  (name) => `can't use ${name}`,
  (name, many) => `${name} ${many ? "are" : "is"} not good enough`,
  (name) => `error with ${name} again`,
  (name, many) => `${name} ${many ? "are" : "is"} so slow`,
  (name) => `not happy with ${name}`,
  (name, many) => `${name} ${many ? "have" : "has"} been broken for days`,
  (name) => `need help with ${name}`,
];

/**
 * At least `wanted` different sentences for a theme, none of them in `taken` (lower case), which they join. `title` is
 * the theme's own short name, different for every theme, so that there are always enough.
 */
export function writeUtterances(title: string, text: string, wanted: number, taken: Set<string>): string[] {
  const { english, actions, things } = readTheme(text);
  const done = interleave(fromActions(actions), fromThings(things, english));
  const sentences: string[] = [];
  for (const source of [done, fromTitle(title)]) {
    for (const sentence of source) {
      if (sentences.length >= wanted) return sentences;
      const key = sentence.toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      sentences.push(sentence);
    }
  }
  return sentences;
}

function fromActions(actions: readonly Action[]): string[] {
  const phrases = actions.map(({ verb, rest }) => {
    const said = fromReviewer(rest).map((word) => (word === "&" ? "and" : word));
    const object = withArticle(said, verb).join(" ");
    return { act: `${verb} ${object}`.trim(), acting: `${gerund(verb)} ${object}`.trim() };
  });
  return mix(ofAction, phrases, (template, { act, acting }) => template(act, acting));
}

function fromThings(things: readonly (readonly string[])[], english: boolean): string[] {
  const named = things.map((words) =>
    english ? { name: withArticle(words).join(" "), many: isPlural(words) } : { name: words.join(" "), many: false },
  );
  return mix(ofThing, named, (template, { name, many }) => template(name, many));
}

function fromTitle(title: string): string[] {
  const name = lowerFirst(title);
  return [name, ...ofThing.map((template) => template(`"${name}"`, false))];
}

/** Every template with every phrase; neighbours differ in both. */
function mix<T, P>(
  templates: readonly T[],
  phrases: readonly P[],
  write: (template: T, phrase: P) => string,
): string[] {
  return templates.flatMap((_, round) =>
    phrases.map((phrase, at) => write(templates[(round + at * 4) % templates.length]!, phrase)),
  );
}

function interleave(one: readonly string[], other: readonly string[]): string[] {
  const longest = Math.max(one.length, other.length);
  return Array.from({ length: longest }, (_, at) => [one[at], other[at]]).flatMap((pair) =>
    pair.filter((sentence) => sentence !== undefined),
  );
}
