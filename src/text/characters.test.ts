import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CLAUSE_MARK,
  DIGIT,
  EDGE,
  endOfLetters,
  hasPairs,
  kindAt,
  kindOf,
  LETTER,
  WHITE,
  WORD_MARK,
} from "./characters.ts";

test("each unit is what the expressions say", () => {
  for (let code = 0; code < 65_536; code++) {
    const character = String.fromCharCode(code);
    const kind = kindOf(code);
    assert.equal((kind & LETTER) !== 0, /[\p{L}\p{M}\p{N}]/u.test(character), `letter ${code}`);
    assert.equal((kind & DIGIT) !== 0, /\p{N}/u.test(character), `digit ${code}`);
    assert.equal((kind & EDGE) !== 0, /[\p{L}\p{M}\p{N}\p{Sc}%+#]/u.test(character), `edge ${code}`);
    assert.equal((kind & WHITE) !== 0, /\s/.test(character), `white ${code}`);
    assert.equal((kind & WORD_MARK) !== 0, /['’-]/.test(character), `mark ${code}`);
    assert.equal((kind & CLAUSE_MARK) !== 0, /[.,;:!?\n()]/.test(character), `clause ${code}`);
    assert.equal(kindOf(code), kind);
  }
});

test("there is nothing outside of a text, and runs of letters end where they do", () => {
  assert.equal(kindAt("a", -1), 0);
  assert.equal(kindAt("a", 1), 0);
  assert.equal(endOfLetters("so élan5!", 3), 8);
  assert.equal(endOfLetters("!", 0), 0);
  assert.equal(hasPairs("a😀"), true);
  assert.equal(hasPairs("é漢"), false);
});
