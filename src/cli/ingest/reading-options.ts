/** The options of `ingest` that say how a file is read. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Mapping } from "../../ingestion/tables/columns.ts";
import { mappable } from "../../ingestion/tables/columns.ts";
import { encodingNamed } from "../../ingestion/tables/guess-encoding.ts";
import { type FileOptions, type Format, formats } from "../../ingestion/tables/open-table.ts";
import type { DateOrder } from "../../model/dates.ts";
import { type Scale, scales } from "../../model/ratings.ts";

export interface ReadingOptions {
  readonly format?: Format;
  readonly map?: readonly Mapping[];
  readonly text?: string;
  readonly date?: string;
  readonly rating?: string;
  readonly id?: string;
  readonly dateFormat?: DateOrder;
  readonly scale?: Scale;
  readonly encoding?: string;
  readonly separator?: string;
}

function readMapping(value: string, before: readonly Mapping[] = []): readonly Mapping[] {
  const at = value.indexOf("=");
  if (at <= 0 || at === value.length - 1) throw new InvalidArgumentError("it is FIELD=COLUMN, as in text=Comment.");
  return [...before, { to: value.slice(0, at).trim(), column: value.slice(at + 1).trim() }];
}

/** `day-first`, `month-first`, or a pattern that shows it: `dd/mm/yyyy`, `%m/%d/%y`. */
function readDateFormat(value: string): DateOrder {
  const letters = value.toLowerCase().replace(/[^a-z]/g, "");
  const [day, month] = [letters.indexOf("d"), letters.indexOf("m")];
  if (day < 0 && month < 0) throw new InvalidArgumentError("day-first or month-first, or a pattern like dd/mm/yyyy.");
  if (day < 0 || month < 0) return day < 0 ? "month" : "day";
  return day < month ? "day" : "month";
}

function readEncoding(value: string): string {
  const name = encodingNamed(value);
  if (name === undefined) throw new InvalidArgumentError("no encoding has that name: utf-8, windows-1252, shift_jis …");
  return name;
}

const SEPARATOR_NAMES: Readonly<Record<string, string>> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
};

function readSeparator(value: string): string {
  const separator = SEPARATOR_NAMES[value.toLowerCase()] ?? value;
  if (separator.length !== 1 || separator === '"') throw new InvalidArgumentError("it is one character, or tab.");
  return separator;
}

export function addReadingOptions(command: Command): Command {
  const names = mappable.join(", ");
  return command
    .addOption(
      new Option("--format <format>", "what the file is (default: by its name, else by its start)").choices([
        ...formats,
      ]),
    )
    .option("--map <field=column>", `which column is which field; again for each (${names})`, readMapping)
    .option("--text <column>", "the same as --map text=COLUMN")
    .option("--date <column>", "the same as --map date=COLUMN")
    .option("--rating <column>", "the same as --map stars=COLUMN")
    .option("--id <column>", "the same as --map id=COLUMN")
    .option("--date-format <order>", "day-first or month-first, for dates like 05/03/2025", readDateFormat)
    .addOption(
      new Option("--scale <scale>", "what the ratings are (default: told from all of them)").choices([...scales]),
    )
    .option("--encoding <name>", "how letters are encoded (default: told from the bytes)", readEncoding)
    .option("--separator <character>", "between the cells of a CSV (default: told from its rows)", readSeparator);
}

export function fileOptionsOf(options: ReadingOptions): FileOptions {
  const { format, map = [], text, date, rating, id, dateFormat, scale, encoding, separator } = options;
  const named = Object.entries({ text, date, stars: rating, id });
  const mappings = [...map, ...named.flatMap(([to, column]) => (column === undefined ? [] : [{ to, column }]))];
  return {
    mappings,
    ...(format === undefined ? {} : { format }),
    ...(dateFormat === undefined ? {} : { dateOrder: dateFormat }),
    ...(scale === undefined ? {} : { scale }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(separator === undefined ? {} : { separator }),
  };
}
