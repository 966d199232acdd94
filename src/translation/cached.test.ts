import assert from "node:assert/strict";
import { it } from "node:test";
import { INSTALLATION } from "../model/tenant.ts";
import { StoreUnavailable } from "../store/store.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { refusingStore } from "../store/testsuite/refusing.ts";
import { createCachedTranslator } from "./cached.ts";
import type { Translator } from "./translation.ts";

const never = new AbortController().signal;

/** Says which translator it was, so that answers tell whose they are. */
function translatorNamed(name: string) {
  const asked: string[] = [];
  const translator: Translator = {
    async translate(texts) {
      asked.push(...texts);
      return texts.map((text) => `${name} ${text}`);
    },
  };
  return { asked, translator };
}

describeOnBothStores("translations with a memory", (current) => {
  const cached = (translator: Translator, { store = current(), name = "service" } = {}) =>
    createCachedTranslator({ translator, store, name, now: () => 1_000 });

  it("are paid for once, also within one call, and tell languages and services apart", async () => {
    const { asked, translator } = translatorNamed("A");
    const memory = cached(translator);
    assert.deepEqual(await memory.translate(["once", "other", "once"], "de", never), ["A once", "A other", "A once"]);
    assert.deepEqual(await memory.translate(["new", "once"], "de", never), ["A new", "A once"]);
    assert.deepEqual(asked, ["once", "other", "new"]);
    await memory.translate(["once"], "fr", never);
    await cached(translator, { name: "another" }).translate(["once"], "de", never);
    assert.deepEqual(asked.slice(3), ["once", "once"]);
  });

  it("are passed on only once they are durable", async () => {
    const refusing = refusingStore(current(), () => true);
    const { translator } = translatorNamed("A");
    await assert.rejects(cached(translator, { store: refusing }).translate(["unkept"], "de", never), StoreUnavailable);
    await current().refresh(["translations"]);
    const count = await current().count(INSTALLATION, "translations", {});
    await cached(translator).translate(["unkept"], "de", never);
    await current().refresh(["translations"]);
    assert.equal(await current().count(INSTALLATION, "translations", {}), count + 1);
  });
});
