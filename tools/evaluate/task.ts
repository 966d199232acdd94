/** What an evaluation task is: it measures one part of text understanding on labelled data and returns rows of one table. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export interface Row {
  readonly task: string;
  readonly dataset: string;
  readonly metric: string;
  readonly figure: number;
  /** What is asked for. */
  readonly target?: number;
  /** What a simple way reaches. */
  readonly baseline?: number;
  /** The best that anyone could hope for. */
  readonly ceiling?: number;
  /** On the slice: below this the gate fails. */
  readonly floor?: number;
}

export interface Task {
  readonly name: string;
  /** With `slice`, a small fixed part, quick enough to run at every change; tasks that have none return no rows. */
  run(options: { readonly slice?: boolean }): Promise<Row[]>;
}

/** The folder of public labelled data, beside this repository; it is never part of it. */
export const dataFolder = new URL("../../../shared/data/", import.meta.url);

export const hasData = (path = ""): boolean => existsSync(new URL(path, dataFolder));

/** Rows of a JSON-lines file of the data folder, gzipped or not. */
export const readRows = <T>(path: string): T[] => {
  const bytes = readFileSync(new URL(path, dataFolder));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
};

/** A file of `models/`. */
export const readModel = (name: string): Uint8Array => readFileSync(new URL(`../../models/${name}`, import.meta.url));
