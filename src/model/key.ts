/** API keys and the tenants they belong to. A key is shown once; only its SHA-256 is kept. */
import { z } from "zod";

export const Scope = z.enum(["ingest", "read", "admin"]);
export type Scope = z.infer<typeof Scope>;

/** What a publishable key may be used for. */
export const KeyPipeline = z.enum(["events", "feedback", "responses"]);
export type KeyPipeline = z.infer<typeof KeyPipeline>;

/** What is said of a key that shows in pages, for everybody to read: all that it can do is send. */
export interface Publishable {
  readonly pipelines: readonly KeyPipeline[];
  /** Of the pages that may use it; absent: any. */
  readonly origins?: readonly string[];
}

export interface KeyDocument {
  /** What it sends events as; its name unless told. */
  readonly application?: string;
  /** Absent: a secret. */
  readonly publishable?: Publishable;
  readonly tenant: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** First characters of the key, for a person to tell keys apart. */
  readonly hint: string;
  readonly created_at: number;
  readonly revoked: boolean;
  /** As of the last writing: what servers have counted since is not in it yet. Absent before the first use. */
  readonly first_used_at?: number;
  readonly last_used_at?: number;
  readonly uses?: number;
  /** Uses that were refused, because the key is revoked or may not do what was asked. */
  readonly refusals?: number;
}

export interface TenantDocument {
  readonly name: string;
  readonly created_at: number;
}
