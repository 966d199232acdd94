/** Names on the server. One alias a collection, which every read and write goes through, and one index a version of its layout behind it. */
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";

export interface Names {
  alias(collection: CollectionName): string;
  index(collection: CollectionName, generation: number): string;
  template(collection: CollectionName): string;
  /** Matches the templates of all collections. */
  readonly everyTemplate: string;
  /** Matches the indexes of all generations, and no other collection's. */
  pattern(collection: CollectionName): string;
}

export function createNames(prefix: string): Names {
  const alias = (collection: CollectionName): string => `${prefix}${collection}`;
  return {
    alias,
    index: (collection, generation) => `${alias(collection)}-v${generation}`,
    template: alias,
    everyTemplate: `${prefix}*`,
    pattern: (collection) => `${alias(collection)}-v*`,
  };
}

/** The generation in an index's name. */
export function generationOf(index: string): number {
  return Number(/-v(\d+)$/.exec(index)?.[1] ?? 0);
}

/** A tenant holds no slash, so that no two (tenant, id) give the same. */
export const documentId = (tenant: TenantId, id: string): string => `${tenant}/${id}`;

/** Where a document's last write stands: equal only when nobody wrote it in between, also across a migration. */
export interface Position {
  readonly generation: number;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

export function writeVersion({ generation, seqNo, primaryTerm }: Position): string {
  return `${generation}.${seqNo}.${primaryTerm}`;
}
