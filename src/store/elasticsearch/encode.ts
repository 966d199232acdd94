/** Documents as the server stores them, and what it gives back as the store's own. */
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName, Documents } from "../collections.ts";
import { checkVector, indexedValues, serialise, specOf } from "../document.ts";
import type { Stored } from "../store.ts";
import { generationOf, writeVersion } from "./names.ts";
import { relevanceFields } from "./relevance.ts";

export interface Indexed {
  readonly search?: string | undefined;
  readonly vector?: Float32Array | undefined;
}

/** The whole document as JSON text: made once, and sent as it is. Throws InvalidDocument. */
export function encodeDocument(
  tenant: TenantId,
  collection: CollectionName,
  id: string,
  doc: object,
  { search, vector }: Indexed,
): string {
  const spec = specOf(collection);
  const parts = [`"tenant":${JSON.stringify(tenant)}`, `"id":${JSON.stringify(id)}`, encodeChanged(collection, doc)];
  if (spec.search && search !== undefined) parts.push(encodeSearch(search.toWellFormed()));
  if (spec.vector !== undefined && vector !== undefined) {
    checkVector(collection, vector);
    parts.push(`"vector":[${vector.join(",")}]`);
  }
  return `{${parts.join(",")}}`;
}

function encodeSearch(search: string): string {
  const { repeats, brevity } = relevanceFields(search);
  return `"search":${JSON.stringify(search)},"repeats":${JSON.stringify(repeats)},"brevity":${brevity}`;
}

/** What an update replaces: the document and its fields, not its words and vector. */
export function encodeChanged(collection: CollectionName, doc: object): string {
  const body = serialise(doc);
  const names = Object.keys(specOf(collection).fields);
  // Every field is named, so that one that lost its value loses it in a partial update too.
  const fields = Object.fromEntries(indexedValues(collection, doc).map((value, at) => [names[at]!, value]));
  return `"doc":${JSON.stringify(body)},"fields":${JSON.stringify(fields)}`;
}

/** Of a stored document, what reads ask for. */
export interface Source {
  readonly tenant: TenantId;
  readonly id: string;
  /** JSON text. */
  readonly doc: string;
  readonly search?: string;
}

/** What get, search and write answers have in common. */
export interface Located {
  readonly _index: string;
  readonly _seq_no?: number;
  readonly _primary_term?: number;
}

export function versionOf({ _index, _seq_no, _primary_term }: Located): string {
  return writeVersion({ generation: generationOf(_index), seqNo: _seq_no ?? 0, primaryTerm: _primary_term ?? 0 });
}

export function toStored<C extends CollectionName>(
  _: C,
  id: string,
  located: Located,
  source: Source,
): Stored<Documents[C]> {
  return { id, version: versionOf(located), doc: JSON.parse(source.doc) as Documents[C] };
}
