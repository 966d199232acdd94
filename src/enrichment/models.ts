/** The model files that text understanding starts from, read once. Their contents make up `model_version`. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { base32 } from "../model/identity.ts";

/** Grow when code, not a model file, changes what is made of a text, or what its vector is. */
const CODE_VERSION = 16;
const VECTOR_CODE_VERSION = 1;

const files = {
  language: new URL("../../models/language.bin", import.meta.url),
  embedding: new URL("../../models/reference-15k-256.semb", import.meta.url),
  classification: new URL("../../models/classification-v1.bin", import.meta.url),
  statements: new URL("../../models/statements-v1.bin", import.meta.url),
} as const;

export interface Models {
  readonly language: Uint8Array;
  readonly embedding: Uint8Array;
  readonly classification: Uint8Array;
  readonly statements: Uint8Array;
  readonly dictionary: { readonly aff: Uint8Array; readonly dic: Uint8Array };
  /** The same on every installation with the same files and code. */
  readonly version: string;
  /** The like of what vectors are made with alone: vectors of one version can be compared. */
  readonly vectorVersion: string;
}

const dictionaryFile = (name: string): string => fileURLToPath(new URL(name, import.meta.resolve("dictionary-en")));

export async function readModels(): Promise<Models> {
  const [language, embedding, classification, statements, aff, dic] = await Promise.all([
    readFile(files.language),
    readFile(files.embedding),
    readFile(files.classification),
    readFile(files.statements),
    readFile(dictionaryFile("index.aff")),
    readFile(dictionaryFile("index.dic")),
  ]);
  return {
    language,
    embedding,
    classification,
    statements,
    dictionary: { aff, dic },
    version: versionOf(CODE_VERSION, [language, embedding, classification, statements, aff, dic]),
    vectorVersion: versionOf(VECTOR_CODE_VERSION, [embedding]),
  };
}

function versionOf(code: number, files: readonly Uint8Array[]): string {
  const hash = createHash("sha256").update(String(code));
  for (const bytes of files) hash.update(createHash("sha256").update(bytes).digest());
  return base32(hash.digest()).slice(0, 16);
}
