/** What every object store does: what was put is read back, whole or in part, by one version. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { ObjectChanged, ObjectGone, type ObjectStore } from "./objects.ts";

export function objectsContract(open: () => ObjectStore): void {
  it("gives back what was put, whole and by range", async () => {
    const objects = open();
    await objects.put("uploads/a/00000001", Buffer.from("0123456789"));
    assert.equal((await objects.read("uploads/a/00000001")).toString(), "0123456789");
    assert.equal((await objects.read("uploads/a/00000001", { start: 3, end: 6 })).toString(), "345");
    assert.equal((await objects.read("uploads/a/00000001", { start: 8, end: 20 })).toString(), "89");
    assert.equal((await objects.head("uploads/a/00000001"))?.bytes, 10);
  });

  it("tells when an object is another one, and when there is none", async () => {
    const objects = open();
    await objects.put("uploads/b", Buffer.from("first"));
    const { etag } = (await objects.head("uploads/b"))!;
    assert.equal((await objects.read("uploads/b", undefined, etag)).toString(), "first");
    await objects.put("uploads/b", Buffer.from("second"));
    await assert.rejects(objects.read("uploads/b", undefined, etag), ObjectChanged);
    await assert.rejects(objects.read("uploads/never"), ObjectGone);
    assert.equal(await objects.head("uploads/never"), undefined);
  });

  it("removes what is there and what is not", async () => {
    const objects = open();
    await objects.put("uploads/c", Buffer.from("x"));
    await objects.remove(["uploads/c", "uploads/never"]);
    assert.equal(await objects.head("uploads/c"), undefined);
  });
}
