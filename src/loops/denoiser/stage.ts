/** The denoiser: reads raw records, translates what is not English, and drops what says nothing, each drop with its reason. */

import type { Denoised } from "../../enrichment/denoise.ts";
import type { TextPool } from "../../enrichment/pool.ts";
import { isNewer } from "../../model/newer.ts";
import { drop, duplicate, type Outcome, ok } from "../../model/outcome.ts";
import type { FilteredRecord, IdentifiedRecord } from "../../model/record.ts";
import { starsOf } from "../../model/stars.ts";
import { titleOf } from "../../model/title.ts";
import type { Translator } from "../../translation/translation.ts";
import type { StageContext } from "../frame/consuming-loop.ts";
import { Interrupted } from "../frame/patience.ts";

export interface DenoiserDeps {
  readonly text: Pick<TextPool, "denoise">;
  /** None: what is not English passes untranslated. */
  readonly translator?: Translator;
}

/** Index of the newest occurrence of each identity; the others are duplicates before anybody is asked. */
function newestOf(records: readonly IdentifiedRecord[]): Set<number> {
  const newest = new Map<string, number>();
  records.forEach((record, index) => {
    const other = newest.get(record.id);
    if (other === undefined || isNewer(record, records[other]!)) newest.set(record.id, index);
  });
  return new Set(newest.values());
}

function filtered(record: IdentifiedRecord, denoised: Denoised, original: string | undefined): FilteredRecord {
  return {
    ...record,
    text: denoised.text,
    title: denoised.title,
    lang: denoised.lang,
    original_text: original,
    ...(denoised.untranslated ? { untranslated: true } : {}),
    signals: denoised.signals,
  };
}

export function createDenoiser({ text, translator }: DenoiserDeps) {
  const inputOf = (record: IdentifiedRecord) => {
    const score = starsOf(record.metadata);
    return { text: record.text, title: titleOf(record), score };
  };

  /** Translates what was recognised as another language, a language at a time; answers by position. */
  async function translate(denoised: readonly Denoised[], signal: AbortSignal): Promise<Map<number, string>> {
    const translations = new Map<number, string>();
    if (translator === undefined) return translations;
    const byLanguage = Map.groupBy(
      denoised.flatMap((one, index) => (one.untranslated ? [index] : [])),
      (index) => denoised[index]!.lang,
    );
    for (const [lang, indexes] of byLanguage) {
      const answers = await translator.translate(
        indexes.map((index) => denoised[index]!.text),
        lang,
        signal,
      );
      indexes.forEach((index, position) => {
        const answer = answers[position];
        if (answer !== undefined && answer.trim() !== "") translations.set(index, answer);
      });
    }
    return translations;
  }

  return async function denoise(
    records: readonly IdentifiedRecord[],
    context: StageContext,
  ): Promise<Outcome<FilteredRecord>[]> {
    const newest = newestOf(records);
    const first = await text.denoise(records.map(inputOf));
    const translations = await translate(first, context.signal);
    // What a stop kept from being translated is no outage of the service: it is given back, not passed on untranslated.
    if (context.signal.aborted) throw new Interrupted("stopping while texts were translated");
    const translated = [...translations.keys()];
    const second =
      translated.length === 0
        ? []
        : await text.denoise(
            translated.map((index) => ({
              ...inputOf(records[index]!),
              text: translations.get(index)!,
              translatedFrom: first[index]!.lang,
            })),
          );
    const final = [...first];
    translated.forEach((index, position) => {
      final[index] = second[position]!;
    });
    return records.map((record, index) => {
      if (!newest.has(index)) return duplicate;
      const denoised = final[index]!;
      if (denoised.drop !== undefined) return drop(denoised.drop);
      return ok(filtered(record, denoised, translations.has(index) ? first[index]!.text : undefined));
    });
  };
}
