/** A text has one translation: the first that was kept, whatever the service says to a redelivery. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { createCachedTranslator } from "./cached.ts";
import type { Translator } from "./translation.ts";

describeOnBothStores("cached translations", (current) => {
  let services = 0;
  const translatorOn = (translator: Translator, name: string) =>
    createCachedTranslator({ translator, store: current(), name, now: () => 1_700_000_000 });
  const never = new AbortController().signal;

  test("two runners that ask at the same time go on with one answer, which a redelivery finds too", async () => {
    const name = `service-${++services}`;
    let [asked, goOn] = [0, () => {}];
    const both = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const service: Translator = {
      async translate(texts) {
        const turn = ++asked;
        if (turn === 2) goOn();
        await both;
        return texts.map((text) => `${text} in English, answer ${turn}`);
      },
    };
    const answers = await Promise.all(
      [1, 2].map(() => translatorOn(service, name).translate(["Hello", "Hello"], "de", never)),
    );
    assert.equal(asked, 2);
    assert.deepEqual(answers[0], answers[1]);
    assert.equal(answers[0]![0], answers[0]![1]);
    assert.deepEqual(await translatorOn(service, name).translate(["Hello", "Hello"], "de", never), answers[0]);
    assert.equal(asked, 2);
  });

  test("what could not be translated is asked for again", async () => {
    const name = `service-${++services}`;
    let away = true;
    const service: Translator = {
      translate: async (texts) => texts.map((text) => (away && text === "two" ? undefined : `${text}!`)),
    };
    const translator = translatorOn(service, name);
    assert.deepEqual(await translator.translate(["one", "two"], "de", never), ["one!", undefined]);
    away = false;
    assert.deepEqual(await translator.translate(["one", "two"], "de", never), ["one!", "two!"]);
  });
});
