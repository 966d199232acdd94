/** The header of a table of responses: below lines that are none, on one line or on several, as survey tools write it. */

export interface Header {
  readonly names: readonly string[];
  /** Rows of the file up to the first response. */
  readonly rows: number;
}

/** The id of the question that a column of this name answers. */
export type QuestionOf = (name: string) => string | undefined;

/** A header stands within so many rows. */
export const HEADER_WITHIN = 12;

type Cells = readonly string[];

const tidy = (cell: string | undefined): string => (cell ?? "").replace(/^\uFEFF/, "").trim();
const knownIn = (cells: Cells, questionOf: QuestionOf): number =>
  cells.filter((cell) => questionOf(cell) !== undefined).length;

/** Qualtrics writes below its names and its questions how it calls each column itself. */
const isImportId = (cells: Cells): boolean => cells.some((cell) => /^\{\s*"ImportId"/.test(cell.trim()));

/** Two names of one column: the one that a question has. */
function merged(names: Cells, labels: Cells, questionOf: QuestionOf): string[] {
  return Array.from({ length: Math.max(names.length, labels.length) }, (_, at) => {
    const [name, label] = [tidy(names[at]), tidy(labels[at])];
    const isLabelMeant = questionOf(label) !== undefined && questionOf(name) === undefined;
    return name === "" || isLabelMeant ? label : name;
  });
}

/** Whether a row names the same questions once more, by id above and by text below or the other way round. */
function repeats(names: Cells, below: Cells, questionOf: QuestionOf): boolean {
  const asked = names.flatMap((name, at) => {
    const question = questionOf(name);
    return question === undefined ? [] : [{ question, again: tidy(below[at]) }];
  });
  const isAgain = ({ question, again }: { question: string; again: string }) => questionOf(again) === question;
  return asked.some(isAgain) && asked.every((one) => one.again === "" || isAgain(one));
}

/** What SurveyMonkey writes below a question that is answered in one column. */
const SUB_HEADER = /^(?:open-ended response|response|score)$/i;

/** Whether a row goes on with a header in which a question stands above the first of its columns: names each column's choice. */
function isSubHeader(names: Cells, below: Cells, questionOf: QuestionOf): boolean {
  const isBlank = (at: number) => at < names.length && tidy(names[at]) === "";
  const filled = below.flatMap((cell, at) => (tidy(cell) === "" ? [] : [at]));
  if (filled.length === 0 || tidy(below[0]) !== "" || below.length > names.length) return false;
  const isOfSeveral = (at: number) => isBlank(at) || isBlank(at + 1);
  const isSub = (at: number) => SUB_HEADER.test(tidy(below[at]));
  if (!filled.every((at) => isSub(at) || isOfSeveral(at))) return false;
  // A response may have nothing in its first column, and something below no name: it says no word of a header.
  const joined = withChoices(names, below);
  return filled.some((at) => isSub(at) || (isBlank(at) && questionOf(joined[at]!) !== undefined));
}

/** `Question [choice]` for each column of a question that has several. */
function withChoices(names: Cells, below: Cells): string[] {
  let question = "";
  return names.map((name, at) => {
    const [own, sub] = [tidy(name), tidy(below[at])];
    if (own !== "") question = own;
    const isOfSeveral = own === "" || (at + 1 < names.length && tidy(names[at + 1]) === "");
    return sub === "" || !isOfSeveral || SUB_HEADER.test(sub) ? own : `${question} [${sub}]`;
  });
}

/** Undefined when there is no row. Where no name is known the first row is the header. */
export function findHeader(rows: readonly Cells[], questionOf: QuestionOf): Header | undefined {
  if (rows.length === 0) return undefined;
  const first = rows.slice(0, HEADER_WITHIN);
  const ids = first.findIndex(isImportId);
  if (ids > 0) {
    const names =
      first[ids - 2]?.length === first[ids]!.length
        ? merged(first[ids - 2]!, first[ids - 1]!, questionOf)
        : first[ids - 1]!.map(tidy);
    return { names, rows: ids + 1 };
  }
  const counts = first.map((cells) => knownIn(cells, questionOf));
  const at = Math.max(0, counts.indexOf(Math.max(1, ...counts)));
  const [names, below] = [first[at]!.map(tidy), first[at + 1]];
  if (below === undefined) return { names, rows: at + 1 };
  // The one that names more questions may be the second of the two.
  const above = first[at - 1];
  if (above?.length === names.length && repeats(above, names, questionOf))
    return { names: merged(above, names, questionOf), rows: at + 1 };
  if (repeats(names, below, questionOf)) return { names: merged(names, below, questionOf), rows: at + 2 };
  if (isSubHeader(names, below, questionOf)) return { names: withChoices(names, below), rows: at + 2 };
  return { names, rows: at + 1 };
}
