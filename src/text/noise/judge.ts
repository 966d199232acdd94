/** Asks the noise rules that are set about a text. */
import type { NoiseFacts } from "./facts.ts";
import { type NoiseLimit, type NoiseMode, type NoiseRule, noiseRules } from "./rules.ts";

export interface NoiseSettings {
  readonly mode: NoiseMode;
  readonly limits: Readonly<Record<NoiseLimit, number>>;
}

/** What the configuration says of noise; it has a variable for each limit that a rule names. */
export type NoiseVariables = { readonly DENOISER: NoiseMode } & Readonly<Record<NoiseLimit, number>>;

const rules: readonly (NoiseRule & { readonly limit?: NoiseLimit })[] = noiseRules;
const limitNames = rules.flatMap(({ limit }) => limit ?? []);

export const noiseVariables: readonly (keyof NoiseVariables)[] = ["DENOISER", ...limitNames];

export function noiseSettings(config: NoiseVariables): NoiseSettings {
  const limits = Object.fromEntries(limitNames.map((name) => [name, config[name]])) as Record<NoiseLimit, number>;
  return { mode: config.DENOISER, limits };
}

/** The reason of the first rule for these languages that a text breaks; undefined when it keeps them all. */
export type NoiseJudge = (facts: NoiseFacts, languages: NoiseRule["languages"]) => string | undefined;

export function createNoiseJudge({ mode, limits }: NoiseSettings): NoiseJudge {
  const set = rules.flatMap((rule) =>
    rule.modes.includes(mode) ? [{ rule, limit: rule.limit === undefined ? Number.NaN : limits[rule.limit] }] : [],
  );
  const of = (languages: NoiseRule["languages"]) => set.filter(({ rule }) => rule.languages === languages);
  const asked = { any: of("any"), english: of("english"), glossed: of("glossed") };
  return (facts, languages) => asked[languages].find(({ rule, limit }) => rule.breaks(facts, limit))?.rule.reason;
}
