/** Both object stores keep the contract: files of our own, and S3 as fauxqs answers it. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createFileObjects } from "./files.ts";
import { objectsContract } from "./objects.testsuite.ts";
import type { ObjectStore } from "./objects.ts";
import { startTestS3, type TestS3 } from "./s3.testing.ts";

describe("objects in files", () => {
  let folder: string;
  let objects: ObjectStore;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-objects-"));
    objects = createFileObjects(folder);
  });
  after(() => rm(folder, { recursive: true }));
  objectsContract(() => objects);

  it("stay in their folder, whatever they are called", async () => {
    for (const key of ["../a", "a/../../b", "/etc/passwd", "a//b", "a/./b", "", "a/b\0"])
      await assert.rejects(objects.put(key, Buffer.from("x")), /no name of an object/, key);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith(".")),
      [],
    );
  });
});

describe("objects in S3", () => {
  let s3: TestS3;
  before(async () => {
    s3 = await startTestS3();
  });
  after(() => s3.close());
  objectsContract(() => s3.objects);
});
