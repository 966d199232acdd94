/**
 * Sentences that are stored or published in English and shown in the reader's language: each is composed of a table of
 * templates and read back by it, so that what was stored before is understood, too.
 */

type Values = Readonly<Record<string, string | number>>;

export interface ReadSentence<Code extends string> {
  readonly code: Code;
  readonly values: Readonly<Record<string, string>>;
}

export interface Sentences<Code extends string> {
  readonly codes: readonly Code[];
  say(code: Code, values?: Values): string;
  /** Undefined when it is none of these. Of several that fit it is the first. */
  read(sentence: string): ReadSentence<Code> | undefined;
}

const PLACE = /\{(\w+)\}/;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `shapes`: what may stand at a place of a template, as an expression; elsewhere anything may. */
function patternOf(template: string, shapes: Readonly<Record<string, string>>): RegExp {
  const parts = template
    .split(PLACE)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : `(?<${part}>${shapes[part] ?? "[^]+"})`));
  return new RegExp(`^${parts.join("")}$`);
}

export function createSentences<Code extends string>(
  table: Readonly<Record<Code, string>>,
  shapes: Readonly<Record<string, string>>,
): Sentences<Code> {
  const codes = Object.keys(table) as Code[];
  const patterns = codes.map((code) => ({ code, pattern: patternOf(table[code], shapes) }));
  return {
    codes,
    say: (code, values = {}) => table[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? "")),
    read(sentence) {
      for (const { code, pattern } of patterns) {
        const found = pattern.exec(sentence);
        if (found !== null) return { code, values: { ...found.groups } };
      }
      return undefined;
    },
  };
}
