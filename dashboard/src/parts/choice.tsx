/** A filter with its choices and how many each would show. */
import type { Bucket } from "../../../src/store/store.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";

interface ChoiceFilterProps {
  readonly title: string;
  readonly value: string | undefined;
  /** Without counts where these aren't known. */
  readonly options: readonly (Pick<Bucket, "value"> & { readonly count?: number; readonly title?: string })[];
  readonly choose: (value: string) => void;
}

export function ChoiceFilter({ title, value = "", options, choose }: ChoiceFilterProps) {
  const listed = value === "" || options.some((one) => one.value === value) ? options : [{ value }, ...options];
  return (
    <label class={value === "" ? undefined : "is-set"}>
      <span>{title}</span>
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="">{t("filter.any")}</option>
        {listed.map((one) => (
          <option key={one.value} value={one.value}>
            {one.title ?? one.value}
            {one.count !== undefined && ` (${showCount(one.count)})`}
          </option>
        ))}
      </select>
    </label>
  );
}

interface DayFilterProps {
  readonly title: string;
  readonly value: string | undefined;
  readonly choose: (day: string) => void;
}

export const DayFilter = ({ title, value = "", choose }: DayFilterProps) => (
  <label class={value === "" ? undefined : "is-set"}>
    <span>{title}</span>
    <input type="date" value={value.slice(0, 10)} onChange={({ currentTarget }) => choose(currentTarget.value)} />
  </label>
);

const DAY_MS = 86_400_000;
const moved = (day: string | undefined, by: number): string | undefined => {
  const time = Date.parse(day ?? "");
  return Number.isNaN(time) ? undefined : new Date(time + by).toISOString().slice(0, 10);
};

/** What people call the end is the last day, what the address says is the first that is out. */
export const LastDayFilter = ({ title, value, choose }: DayFilterProps) => (
  <DayFilter title={title} value={moved(value, -DAY_MS)} choose={(day) => choose(moved(day, DAY_MS) ?? "")} />
);
