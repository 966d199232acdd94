import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { createLanguageDetector } from "./language.ts";

const detect = createLanguageDetector(readFileSync(new URL("../../models/language.bin", import.meta.url)));

describe("language", () => {
  it("names the language of a sentence by its ISO 639-1 code", () => {
    assert.equal(detect("The app closes every time I open my messages").lang, "en");
    assert.equal(detect("Die App stürzt ab, sobald ich sie öffne").lang, "de");
    assert.equal(detect("Приложение перестало работать после обновления").lang, "ru");
    assert.equal(detect("アプリが起動しません").lang, "ja");
  });
  it("says hi-Latn to romanised Hindi, also when mixed with English", () => {
    assert.equal(detect("paisa kat gaya lekin recharge nahi hua").lang, "hi-Latn");
    assert.equal(detect("app bahut slow hai please update karo").lang, "hi-Latn");
  });
  it("is undetermined where there is nothing to go on", () => {
    for (const text of ["", "   ", "12345", "!!! ???", "👍👍👍"]) assert.equal(detect(text).lang, "und", text);
  });
});
