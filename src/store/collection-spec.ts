/** What a collection says of its documents: by which fields they are found, and what is only kept. */

/** `keywords` is a list of keywords. Values of other types than declared are not indexed; the document is still stored. */
export type FieldType = "keyword" | "keywords" | "integer" | "number" | "boolean";

export interface CollectionSpec {
  /** Dotted path into the document → how it is indexed. */
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Whether documents come with search words, and with a vector of how many dimensions; `partition` fields narrow a nearest search before it starts. */
  readonly search?: true;
  readonly vector?: { readonly dims: number; readonly partition: readonly string[] };
  /** Free-form properties: stored and returned, never searched (Elasticsearch: not indexed at all). */
  readonly opaque?: readonly string[];
}

type KeyOf<T> = T extends unknown ? keyof T & string : never;
type ValueOf<T, Key> = T extends unknown ? (Key extends keyof T ? NonNullable<T[Key]> : never) : never;

/** A key of a document, or two with a dot between them. */
type PathOf<T> = {
  [Key in KeyOf<T>]: ValueOf<T, Key> extends string | number | boolean | readonly unknown[]
    ? Key
    : Key | `${Key}.${KeyOf<ValueOf<T, Key>>}`;
}[KeyOf<T>];
type ValueAt<T, Path> = Path extends `${infer Outer}.${infer Inner}`
  ? ValueOf<ValueOf<T, Outer>, Inner>
  : ValueOf<T, Path>;

/** How values of a type can be indexed: where anything may stand, as anything. */
type TypeFor<Value> = [object] extends [Value]
  ? FieldType
  : Value extends string
    ? "keyword"
    : Value extends number
      ? "integer" | "number"
      : Value extends boolean
        ? "boolean"
        : Value extends readonly string[]
          ? "keywords"
          : never;

/** What a collection of such documents may say of them: a path that no document has, or another type, does not compile. */
export interface SpecFor<Document> extends Pick<CollectionSpec, "search"> {
  readonly fields: { readonly [Path in PathOf<Document>]?: TypeFor<ValueAt<Document, Path>> };
  readonly vector?: { readonly dims: number; readonly partition: readonly PathOf<Document>[] };
  readonly opaque?: readonly KeyOf<Document>[];
}
