/** What the lines of `.env` say beside the variables that are read from them: nothing at all, the same twice, or less than was written. */

/** As dotenv reads it. What stands after the name may go on over more lines, within quotes. */
const ASSIGNMENT = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*|:\s+)(.*)$/;
const COMMENT = /^\s*(?:#|;|\/\/)/;
/** Characters of a line that are told. */
const TOLD_LENGTH = 60;

interface Line {
  /** From 1. */
  readonly at: number;
  readonly text: string;
}

export interface LineFaults {
  /** One for each line that says no `NAME=value`. */
  readonly wrong: readonly string[];
  /** What may be meant so. */
  readonly doubtful: readonly string[];
}

/** Inner and last lines of values that go over several. */
function continuedLines(variables: Readonly<Record<string, string>>): ReadonlySet<string> {
  const long = Object.values(variables).filter((value) => value.includes("\n"));
  return new Set(long.flatMap((value) => value.split("\n")).map((line) => line.trim()));
}

const withoutQuote = (line: string): string => line.trim().replace(/["'`]\s*(?:#.*)?$/, "");

/** Only the name of what a line seems to set is told: the rest may be a password. */
function describeLine({ at, text }: Line): string {
  const start = /^[^\s=:]*/.exec(text.trim())![0];
  const shown = start.length > TOLD_LENGTH ? `${start.slice(0, TOLD_LENGTH)}…` : start;
  return `line ${at} (${JSON.stringify(shown)} …) says no NAME=value`;
}

function repeated(assigned: readonly (Line & { readonly name: string; readonly value: string })[]): string[] {
  return [...Map.groupBy(assigned, ({ name }) => name)].flatMap(([name, lines]) =>
    new Set(lines.map(({ value }) => value.trim())).size < 2
      ? []
      : [`${name}: set on the lines ${lines.map(({ at }) => at).join(", ")}; the last one counts`],
  );
}

/** `variables` is what was read of the text. */
export function findLineFaults(text: string, variables: Readonly<Record<string, string>>): LineFaults {
  const continued = continuedLines(variables);
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .map((line, before) => ({ at: before + 1, text: line }))
    .filter((line) => line.text.trim() !== "" && !COMMENT.test(line.text))
    .filter((line) => !continued.has(withoutQuote(line.text)) && !continued.has(line.text.trim()));
  const assigned = lines.flatMap((line) => {
    const [, name, value] = ASSIGNMENT.exec(line.text) ?? [];
    return name === undefined || value === undefined ? [] : [{ ...line, name, value }];
  });
  const cut = assigned.filter(({ value }) => /^[^"'`\s#][^"'`#]*[^\s#]#/.test(value));
  return {
    wrong: lines.filter((line) => !ASSIGNMENT.test(line.text)).map(describeLine),
    doubtful: [
      ...repeated(assigned),
      ...cut.map(({ at, name }) => `${name}: what follows the # on line ${at} is left out; quotes keep it`),
    ],
  };
}
