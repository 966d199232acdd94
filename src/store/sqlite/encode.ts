/** Turns writes into what the writing thread takes; those that no store can hold are refused here. */
import type { CollectionName, Documents } from "../collections.ts";
import { checkId, checkVector, InvalidDocument, indexedValues, serialise, specOf } from "../document.ts";
import type { Write, WriteResult } from "../store.ts";
import { toColumn, toInt8 } from "./columns.ts";
import type { Content, ThreadWrite } from "./protocol.ts";

export interface EncodedWrites {
  /** Without the refused ones, in order. */
  readonly encoded: readonly ThreadWrite[];
  readonly refused: ReadonlyMap<number, WriteResult>;
}

export function encodeWrites<C extends CollectionName>(
  collection: C,
  writes: readonly Write<Documents[C]>[],
): EncodedWrites {
  const encoded: ThreadWrite[] = [];
  const refused = new Map<number, WriteResult>();
  writes.forEach((write, at) => {
    try {
      encoded.push(encodeWrite(collection, write as Write<object>));
    } catch (error) {
      if (!(error instanceof InvalidDocument)) throw error;
      refused.set(at, { ok: false, reason: "invalid", message: error.message });
    }
  });
  return { encoded, refused };
}

function encodeWrite(collection: CollectionName, write: Write<object>): ThreadWrite {
  const { id } = write;
  checkId(id);
  switch (write.op) {
    case "create":
    case "put":
      return { op: write.op, id, content: encodeContent(collection, write) };
    case "replace":
      return { op: "replace", id, version: readVersion(write.version), content: encodeContent(collection, write) };
    case "update": {
      const removed = Object.keys(write.set).filter(
        (property) => Object.getOwnPropertyDescriptor(write.set, property)?.value === undefined,
      );
      return { op: "update", id, version: optionalVersion(write.version), set: serialise(write.set), removed };
    }
    case "delete":
      return { op: "delete", id, version: optionalVersion(write.version) };
    default:
      return write satisfies never;
  }
}

function encodeContent(
  collection: CollectionName,
  write: { readonly doc: object; readonly search?: string; readonly vector?: Float32Array },
): Content {
  const spec = specOf(collection);
  const body = serialise(write.doc);
  const vector = spec.vector === undefined ? undefined : write.vector;
  if (vector !== undefined) checkVector(collection, vector);
  return {
    body,
    columns: indexedValues(collection, write.doc).map(toColumn),
    search: spec.search ? (write.search?.toWellFormed() ?? null) : null,
    vector: vector === undefined ? null : toInt8(vector),
  };
}

const optionalVersion = (version: string | undefined): number | undefined =>
  version === undefined ? undefined : readVersion(version);

/** Versions count from 1: a string that isn't one of ours equals none. */
function readVersion(version: string): number {
  return /^[1-9]\d{0,15}$/.test(version) ? Number(version) : 0;
}
