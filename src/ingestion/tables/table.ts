/** What reading a file of feedback gives, whatever it is written in: rows with where they stand, and how they were read. */
import type { DateOrder } from "../../model/dates.ts";
import type { Scale } from "../../model/ratings.ts";
import type { Mapping } from "./columns.ts";

export interface TableOptions {
  /** What its owner says of its columns, or of its names in JSON; it goes before everything that is told from the file. */
  readonly mappings?: readonly Mapping[];
  readonly dateOrder?: DateOrder;
  readonly scale?: Scale;
  readonly separator?: string;
}

export interface TableRow {
  /** Of the file, from 1: where the row begins. */
  readonly line: number;
  /** What can't be read is here as text, for the daemon to refuse and to keep. */
  readonly record: unknown;
  /** Why there is no record. */
  readonly refused?: string;
}

/** A value that has no place where its column should go; it is kept in the metadata. */
export interface UnreadValue {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly why: string;
}

export interface ColumnReading {
  readonly name: string;
  /** A field of the record, `metadata.NAME`, or `metadata`. */
  readonly read_as: string;
  /** The first value. */
  readonly example: string;
}

export interface Reading {
  readonly format: "csv" | "jsonl" | "json";
  readonly rows: number;
  readonly separator?: string;
  readonly header_line?: number;
  readonly columns: readonly ColumnReading[];
  /** What stands first in dates like 05/03/2025: what the file shows, or what was said. */
  readonly date_order?: DateOrder | "both";
  readonly scale?: Scale;
  /** What its owner should know or say, in words. */
  readonly remarks: readonly string[];
}

export interface Table {
  readonly reading: Reading;
  /** The name in the file that a field of the record was read from. */
  columnOf(field: string): string | undefined;
  /** Each time from the start. */
  rows(onUnread: (unread: UnreadValue) => void): AsyncGenerator<TableRow>;
}
