/** The denoiser with each of its settings: what it keeps, drops and translates, with the real text functions and services of the providers' shapes. */
// cspell:ignore stürzt nach jedem meine daten sind weg sehr danke mera paisa lekin asdfghjkl qwertzuiop zxcvbnm
// cspell:ignore vielen schöne nahi wieder
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { readConfig } from "../../config.ts";
import { type Enrichment, openEnrichment } from "../../enrichment/enrichment.ts";
import type { Outcome } from "../../model/outcome.ts";
import { readRecord } from "../../model/read-record.ts";
import type { FilteredRecord, IdentifiedRecord } from "../../model/record.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { createSqliteStore } from "../../store/sqlite.ts";
import type { Store } from "../../store/store.ts";
import { noiseSettings } from "../../text/noise/judge.ts";
import { openTranslator } from "../../translation/open.ts";
import {
  googleShape,
  libreTranslateShape,
  openTranslationServer,
  type ServiceShape,
  type TranslationReply,
  type TranslationServer,
} from "../../translation/server.testing.ts";
import { Interrupted } from "../frame/patience.ts";
import { createDenoiser } from "./stage.ts";

const german = "Die App stürzt nach jedem Update ab und alle meine Daten sind weg";
const thanks = "Sehr gut, vielen Dank für die schöne App";
const hindi = "mera paisa kat gaya lekin recharge nahi hua";
const said: Readonly<Record<string, string>> = {
  [german]: "The app crashes after each update and all my data is gone",
  [thanks]: "Very good, thank you for the nice app",
  [hindi]: "My money was deducted but the recharge was not done",
};
const english = "The app crashes each time I open the camera and I lose my photo";
const short = "Crashes on login";
const noise = "asdfghjkl qwertzuiop zxcvbnm asdfghjkl";
const texts = { english, short, noise, symbols: "!!! 👍", german, thanks, hindi };
type Name = keyof typeof texts;

const translate = ({ texts }: { readonly texts: readonly string[] }): TranslationReply => ({
  translations: texts.map((text) => said[text] ?? "unknown"),
});

function recordOf(text: string, id = text): IdentifiedRecord {
  const context = { tenant: "default", defaultApp: "app", receivedAt: 1_700_000_000, appOfPackage: () => undefined };
  const read = readRecord({ id, text, source: "test" }, context);
  assert.ok("record" in read);
  return read.record;
}

type Denoise = ReturnType<typeof createDenoiser>;
const contextWith = (signal: AbortSignal): Parameters<Denoise>[1] => ({
  batch: { batch: "b", part: "0", tenant: DEFAULT_TENANT, refused: {}, foreign: false },
  app: "app",
  source: "test",
  signal,
});

/** In a word: why it was dropped, or in which language it goes on and whether it is in English by then. */
const inWords = (outcome: Outcome<FilteredRecord> | undefined): string => {
  if (outcome?.kind === "drop") return outcome.reason;
  if (outcome?.kind !== "ok") return outcome?.kind ?? "nothing";
  const { lang, untranslated, original_text } = outcome.value;
  return `${lang}${untranslated ? ", untranslated" : ""}${original_text === undefined ? "" : ", translated"}`;
};

describe("the denoiser", () => {
  let store: Store;
  let dataDir: string;
  let understanding: Enrichment;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-denoiser-"));
    store = await createSqliteStore({ dataDir });
    understanding = await openEnrichment();
  });
  after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function open(settings: Record<string, string>): Promise<Denoise> {
    const config = readConfig(settings);
    const denoise = understanding.denoiser(noiseSettings(config));
    const log = pino({ level: "silent" });
    const translator = await openTranslator({ config, store, log, now: () => 1_700_000_000 });
    return createDenoiser({
      text: { denoise: async (inputs) => inputs.map(denoise) },
      translator,
    });
  }

  const denoiseAll = async (denoise: Denoise): Promise<Record<Name, string>> => {
    const context = contextWith(new AbortController().signal);
    const outcomes = await denoise(
      Object.values(texts).map((text) => recordOf(text)),
      context,
    );
    return Object.fromEntries(Object.keys(texts).map((name, at) => [name, inWords(outcomes[at])])) as Record<
      Name,
      string
    >;
  };

  const foreign = { german: "de, untranslated", hindi: "hi-Latn, untranslated" };
  // Of thanks in German the lexicon knows enough to tell that they say nothing.
  const untranslated = {
    smart: { ...foreign, thanks: "uninformative" },
    rules: { ...foreign, thanks: "de, untranslated" },
  };
  const kept = { german: "de, translated", hindi: "hi-Latn, translated" };
  const own = {
    smart: { english: "en", short: "en", noise: "non_english", symbols: "no_text" },
    rules: { english: "en", short: "too_few_words", noise: "too_few_words", symbols: "no_text" },
  };
  const expected = {
    smart: { none: { ...own.smart, ...untranslated.smart }, any: { ...own.smart, ...kept, thanks: "uninformative" } },
    rules: { none: { ...own.rules, ...untranslated.rules }, any: { ...own.rules, ...kept, thanks: "too_few_words" } },
  } as const;

  const services: Readonly<Record<string, readonly [ServiceShape, (url: string) => Record<string, string>]>> = {
    google: [googleShape, (url) => ({ GOOGLE_TRANSLATE_API_KEY: "key", TRANSLATE_URL: url })],
    libretranslate: [libreTranslateShape, (url) => ({ TRANSLATE_URL: url })],
  };
  const withServer = async (
    name: string,
    answer: Parameters<typeof openTranslationServer>[1],
    test: (settings: Record<string, string>, server: TranslationServer) => Promise<void>,
  ): Promise<void> => {
    const [shape, settings] = services[name]!;
    await using server = await openTranslationServer(shape, answer);
    await test({ TRANSLATE: name, ...settings(server.url) }, server);
  };

  for (const mode of ["smart", "rules"] as const) {
    it(`keeps and drops as DENOISER=${mode} says, and passes other languages on untranslated without a service`, async () => {
      assert.deepEqual(await denoiseAll(await open({ DENOISER: mode })), expected[mode].none);
    });
    for (const name of Object.keys(services)) {
      it(`judges the English of other languages with DENOISER=${mode} TRANSLATE=${name}`, () =>
        withServer(name, translate, async (settings, server) => {
          const denoise = await open({ ...settings, DENOISER: mode });
          assert.deepEqual(await denoiseAll(denoise), expected[mode].any);
          const asked = server.requests.length;
          assert.deepEqual(await denoiseAll(denoise), expected[mode].any);
          assert.equal(server.requests.length, asked, "a redelivery asks nobody");
        }));
    }
  }

  it("passes both texts on, and what was learnt of the English one", () =>
    withServer("libretranslate", translate, async (settings) => {
      const denoise = await open(settings);
      const [outcome] = await denoise([recordOf(german)], contextWith(new AbortController().signal));
      assert.ok(outcome?.kind === "ok");
      const { text, original_text, lang, signals } = outcome.value;
      assert.deepEqual({ text, original_text, lang }, { text: said[german], original_text: german, lang: "de" });
      assert.equal(signals.words, 12);
      assert.ok((signals.informative ?? 0) >= 0.5);
    }));

  for (const name of Object.keys(services)) {
    it(`passes on untranslated what TRANSLATE=${name} can't translate, and loses nothing`, () =>
      withServer(
        name,
        ({ from, texts }) => (from === "hi" ? { status: 400 } : { translations: texts.map(() => " ") }),
        async (settings) => {
          const other = { german: `${german}!`, hindi: `${hindi}!` };
          const denoise = await open({ ...settings, DENOISER: "rules" });
          const outcomes = await denoise(
            Object.values(other).map((text) => recordOf(text)),
            contextWith(new AbortController().signal),
          );
          assert.deepEqual(outcomes.map(inWords), ["de, untranslated", "hi-Latn, untranslated"]);
        },
      ));
  }

  it("gives back what a stop kept from being translated, rather than to pass it on untranslated", () =>
    withServer(
      "libretranslate",
      () => ({ fault: "hang" }),
      async (settings) => {
        const stop = new AbortController();
        const denoise = await open(settings);
        const outcomes = denoise([recordOf(`${german} wieder`)], contextWith(stop.signal));
        setTimeout(() => stop.abort(), 50);
        await assert.rejects(outcomes, Interrupted);
      },
    ));

  it("keeps the newest of records with one identity", async () => {
    const denoise = await open({});
    const newer = { ...recordOf(english, "same"), updated_at: 1_800_000_000 };
    const outcomes = await denoise([recordOf(short, "same"), newer], contextWith(new AbortController().signal));
    assert.deepEqual(outcomes.map(inWords), ["duplicate", "en"]);
  });
});
