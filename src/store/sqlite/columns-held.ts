/** Columns in memory: of each document, by its key, the code of its value in a dictionary, or the number itself. */
import type { SQLOutputValue } from "node:sqlite";
import type { ColumnValue } from "./columns.ts";

type Codes = Uint16Array | Uint32Array;

const FIRST_SIZE = 1_024;
const MOST_SHORT_CODES = 2 ** 16;

const grown = (size: number, wanted: number): number => Math.max(FIRST_SIZE, Math.ceil(size * 1.5), wanted + 1);

/** Values that many documents share. Code 0: none. */
export class CodedColumn {
  #codes: Codes = new Uint16Array(0);
  readonly #codeOf = new Map<ColumnValue, number>();
  /** By code. */
  readonly values: ColumnValue[] = [null];

  get codes(): Codes {
    return this.#codes;
  }

  set(k: number, value: ColumnValue): void {
    if (k >= this.#codes.length) this.#resize(grown(this.#codes.length, k));
    this.#codes[k] = value === null ? 0 : (this.#codeOf.get(value) ?? this.#add(value));
  }

  #add(value: ColumnValue): number {
    const code = this.values.push(value) - 1;
    this.#codeOf.set(value, code);
    if (code === MOST_SHORT_CODES) this.#resize(this.#codes.length);
    return code;
  }

  #resize(size: number): void {
    const codes = this.values.length > MOST_SHORT_CODES ? new Uint32Array(size) : new Uint16Array(size);
    codes.set(this.#codes);
    this.#codes = codes;
  }
}

/** NaN: none. */
export class NumberColumn {
  #numbers = new Float64Array(0);

  get numbers(): Float64Array {
    return this.#numbers;
  }

  set(k: number, value: ColumnValue): void {
    if (k >= this.#numbers.length) {
      const numbers = new Float64Array(grown(this.#numbers.length, k)).fill(Number.NaN);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    this.#numbers[k] = value === null ? Number.NaN : Number(value);
  }
}

/** All documents of one collection, whoever's they are. */
export class HeldColumns {
  readonly tenants = new CodedColumn();
  readonly #coded = new Map<string, CodedColumn>();
  readonly #numbers = new Map<string, NumberColumn>();
  readonly #inOrder: readonly (CodedColumn | NumberColumn)[];
  /** Keys below this may be there. */
  end = 0;
  #scratch = new Uint32Array(0);

  /** `fields` in the order of the values that rows come with. */
  constructor(fields: readonly { readonly name: string; readonly numeric: boolean }[]) {
    this.#inOrder = fields.map(({ name, numeric }) => {
      const column = numeric ? new NumberColumn() : new CodedColumn();
      if (column instanceof NumberColumn) this.#numbers.set(name, column);
      else this.#coded.set(name, column);
      return column;
    });
  }

  coded(field: string): CodedColumn | undefined {
    return this.#coded.get(field);
  }

  numbers(field: string): Float64Array | undefined {
    return this.#numbers.get(field)?.numbers;
  }

  /** Room for as many keys as there are, the same each time: what one question finds is gone with the next. */
  room(): Uint32Array {
    if (this.#scratch.length < this.end) this.#scratch = new Uint32Array(grown(this.#scratch.length, this.end));
    return this.#scratch;
  }

  /** `row`: key, tenant, then a value a field. */
  put(row: readonly SQLOutputValue[]): void {
    const k = row[0] as number;
    this.tenants.set(k, row[1] as ColumnValue);
    for (let at = 0; at < this.#inOrder.length; at++) this.#inOrder[at]!.set(k, row[at + 2] as ColumnValue);
    if (k >= this.end) this.end = k + 1;
  }

  remove(k: number): void {
    if (k < this.end) this.tenants.set(k, null);
  }
}
