/** The file of a multipart body, however its sender names it; a second one is not lost without a word. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { filePart } from "./multipart.ts";

const part = (disposition: string, content: string): string =>
  `--b\r\nContent-Disposition: form-data; name="file"${disposition}\r\n\r\n${content}\r\n`;

async function read(body: string, size: number): Promise<{ name: string; content: string }> {
  const bytes = Buffer.from(`${body}--b--\r\n`);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const { name, content } = await filePart(chunks(), "b");
  let text = "";
  for await (const chunk of content) text += chunk.toString();
  return { name, content: text };
}

test("names are read quoted, bare, and as RFC 8187 writes them", async () => {
  const names = {
    '; filename="a.csv"': "a.csv",
    "; filename=a.csv": "a.csv",
    "; filename*=UTF-8''%C3%A9.csv": "é.csv",
  };
  for (const [disposition, name] of Object.entries(names))
    for (const size of [1, 7, 1_000])
      assert.deepEqual(await read(part(disposition, "x,y\n1,2"), size), { name, content: "x,y\n1,2" }, disposition);
});

test("what follows the file may be fields, or inputs that nobody filled in, but no other file", async () => {
  const file = part('; filename="a.csv"', "1");
  for (const size of [1, 7, 1_000]) {
    assert.equal((await read(file + part("", "a field") + part('; filename=""', ""), size)).content, "1");
    await assert.rejects(read(file + part("", "a field") + part('; filename="b.csv"', "2"), size), /several files/);
  }
});
