/** The object store port: where uploaded files lie until they are read. Small objects by name, whole or by range. */
import { StoreUnavailable } from "../store/store.ts";

export interface ObjectInfo {
  readonly bytes: number;
  /** Changes with the content. */
  readonly etag: string;
}

export interface ObjectStore {
  /** Durable when it resolves. */
  put(key: string, body: Uint8Array): Promise<void>;
  head(key: string): Promise<ObjectInfo | undefined>;
  /** From `start` to before `end`. Throws {@link ObjectGone}; {@link ObjectChanged} when it is another one than `etag` says. */
  read(key: string, range?: { readonly start: number; readonly end: number }, etag?: string): Promise<Buffer>;
  /** What is not there is removed too. */
  remove(keys: readonly string[]): Promise<void>;
  close(): void;
}

/** It can't be reached: an outage, waited out like one of the store. */
export class ObjectsUnavailable extends StoreUnavailable {
  override name = "ObjectsUnavailable";
}

export class ObjectGone extends Error {
  override name = "ObjectGone";
}

export class ObjectChanged extends Error {
  override name = "ObjectChanged";
}

const nowhere = async (): Promise<never> => {
  throw new ObjectGone("no bucket is named (S3_BUCKET)");
};

/** Where no bucket is named: there is nothing in it, and nothing can be put there. */
export const noObjects: ObjectStore = {
  put: nowhere,
  head: async () => undefined,
  read: nowhere,
  remove: async () => {},
  close: () => {},
};
