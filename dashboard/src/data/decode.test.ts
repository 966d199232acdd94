/** Files in the browser are read in the encoding that the command line tells of them, and lose no letter. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tellEncoding } from "../../../src/ingestion/tables/encoding.ts";
import { decodeFile } from "./decode.ts";
import { readFeedbackFile } from "./files.ts";

const TEXT = "Bewertung;Sterne\r\nDie App stürzt über Öffnen ab – schade;1\r\nGrößer wäre schöner;3\r\n";
const LINES =
  "Отзыв;Звёзды\nПриложение вылетает при открытии карты города;1\nОчень долго грузится, исправьте пожалуйста;2\n";

const utf16le = (text: string, mark = true): Uint8Array => Buffer.from((mark ? "\uFEFF" : "") + text, "utf16le");
const windows1252 = (text: string): Uint8Array => Buffer.from(text.replaceAll("–", "\u0096"), "latin1");
const windows1251 = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => {
    const code = letter.codePointAt(0)!;
    if (code < 0x80) return code;
    return letter === "ё" ? 0xb8 : code - 0x410 + 0xc0;
  });
const joined = (...pieces: Uint8Array[]): Uint8Array => Buffer.concat(pieces);

const files: readonly (readonly [string, Uint8Array, string, string])[] = [
  ["UTF-8", Buffer.from(TEXT), "utf-8", TEXT],
  ["UTF-8 with a mark", Buffer.from(`\uFEFF${TEXT}`), "utf-8", TEXT],
  ["what Excel saves", windows1252(TEXT), "windows-1252", TEXT],
  ["UTF-16 with a mark", utf16le(TEXT), "utf-16le", TEXT],
  ["UTF-16 without one", utf16le(TEXT, false), "utf-16le", TEXT],
  ["Cyrillic of Windows", windows1251(LINES), "windows-1251", LINES],
  [
    "UTF-8 with a line of Windows-1252",
    joined(Buffer.from(TEXT.repeat(3)), windows1252("Schön;5\r\n")),
    "utf-8",
    `${TEXT.repeat(3)}Schön;5\r\n`,
  ],
];

for (const [name, bytes, encoding, text] of files) {
  test(`${name} is told as the command line tells it, and read as it was written`, async () => {
    async function* open() {
      yield Buffer.from(bytes);
    }
    const decoded = decodeFile(bytes);
    assert.equal(decoded?.encoding, encoding);
    assert.equal(decoded?.encoding, (await tellEncoding("a.csv", open)).name);
    assert.equal(decoded?.text?.replace(/^\uFEFF/, ""), text);
    assert.equal(readFeedbackFile(decoded?.text ?? "")?.kind, "table");
  });
}

test("a person may say otherwise; what has bytes that are none there is not read", () => {
  const bytes = windows1252(TEXT);
  assert.equal(decodeFile(bytes, "utf-8")?.text, undefined);
  assert.match(decodeFile(bytes, "windows-1251")?.text ?? "", /Die App stьrzt/);
  assert.equal(decodeFile(Uint8Array.from([0x89, 0x50, 0, 1, 2, 3, 4, 0, 0, 5, 6, 7])), undefined);
});
