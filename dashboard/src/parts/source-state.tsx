/** How a source does: in a word, and how much of it was proved to be read. */
import type { Run, SourceType } from "../../../src/model/source.ts";
import type { SourceView } from "../../../src/operations/sources.ts";
import { showTime } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { Schema } from "./schema-form.tsx";
import { Chip, named, Written } from "./small.tsx";

/** What can be registered, as the API says. */
export interface SourceKind {
  readonly type: SourceType;
  readonly title: string;
  readonly modes: SourceView["modes"];
  readonly settings: Schema;
  readonly secrets: readonly string[];
}

export const sourcePath = (id: string): string => `/sources/${encodeURIComponent(id)}`;
export const sourceApi = (id: string, rest = ""): string => `/api/v1/sources/${encodeURIComponent(id)}${rest}`;

type Told = Pick<SourceView, "enabled" | "failing_since" | "modes" | "last_run" | "covered_until" | "gaps">;

function stateOf({ enabled, failing_since, modes, last_run }: Told, isRunning: boolean) {
  if (!enabled) return "off";
  if (isRunning) return "running";
  if (failing_since !== undefined) return "failing";
  if (!modes.includes("pull")) return "pushed";
  return last_run === undefined ? "new" : "ok";
}

const kinds = {
  off: "",
  running: "sure-sure",
  failing: "is-negative",
  pushed: "is-positive",
  new: "",
  ok: "is-positive",
};

export function SourceChip({ source, isRunning = false }: { readonly source: Told; readonly isRunning?: boolean }) {
  const state = stateOf(source, isRunning);
  return <Chip kind={kinds[state]}>{t(`sources.is.${state}`)}</Chip>;
}

/** In a sentence: complete up to when, or what is missing. */
export function CoverageWords({ source }: { readonly source: Told }) {
  const { covered_until, gaps, modes } = source;
  if (!modes.includes("pull")) return null;
  if (covered_until === undefined) return <>{t("sources.notCovered")}</>;
  const time = showTime(covered_until);
  return (
    <>{gaps.length === 0 ? t("sources.covered", { time }) : t("sources.coveredGaps", { time, count: gaps.length })}</>
  );
}

const runKinds = {
  running: "sure-sure",
  succeeded: "is-positive",
  partial: "priority-high",
  failed: "is-negative",
  cancelled: "",
};

export const RunChip = ({ state }: Pick<Run, "state">) => <Chip kind={runKinds[state]}>{named("run", state)}</Chip>;

/** What a source is, in a line: how it does, of what type, of which app, and how its feedback comes. */
export const SourceTraits = ({ source, isRunning }: { readonly source: SourceView; readonly isRunning?: boolean }) => (
  <p class="meta">
    <SourceChip source={source} isRunning={isRunning} />
    <Chip>{named("source", source.type)}</Chip>
    <Chip>
      <Written>{source.app}</Written>
    </Chip>
    {source.modes.map((mode) => (
      <span key={mode}>{named("mode", mode)}</span>
    ))}
  </p>
);
