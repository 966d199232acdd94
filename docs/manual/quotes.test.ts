/** What the guides quote of the manual's chapters is what the chapters say. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const DOCS = fileURLToPath(new URL("..", import.meta.url));
const QUOTE = /<!-- quoted from (\S+) -->\n```ts\n([\s\S]*?)```/g;

it("each quotation of a chapter stands in it, word for word", () => {
  const quotes = globSync("**/*.md", { cwd: DOCS }).flatMap((guide) =>
    [...readFileSync(DOCS + guide, "utf8").matchAll(QUOTE)].map(([, chapter, code]) => ({ guide, chapter, code })),
  );
  assert.ok(quotes.length > 0);
  for (const { guide, chapter, code } of quotes)
    assert.ok(readFileSync(DOCS + chapter!, "utf8").includes(code!), `${guide} quotes ${chapter} wrongly`);
});
