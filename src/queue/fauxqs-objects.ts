/** An object that fauxqs 2.4.1 has answered for is in the file system's cache alone: here it is on disk before the answer goes out. In the thread that runs fauxqs. */
import { closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import { join } from "node:path";

interface FilePersistence {
  readonly bucketsDir: string;
  upsertObject(bucket: string, object: { readonly key: string }): void;
}

function syncFile(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function repairObjects(prototype: FilePersistence): void {
  const upsert = prototype.upsertObject;
  prototype.upsertObject = function (this: FilePersistence, bucket, object) {
    upsert.call(this, bucket, object);
    // Keys of our own hold nothing that fauxqs writes otherwise in a path.
    const path = join(this.bucketsDir, bucket, "objects", object.key);
    for (const ending of [".data", ".meta.json"]) syncFile(path + ending);
  };
}
