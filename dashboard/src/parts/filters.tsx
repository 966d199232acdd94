/** What feedback is filtered by: in the address, so that a view can be sent to somebody and gone back to. */

import type { ExploreView } from "../../../src/operations/views/explore.ts";
import type { Bucket } from "../../../src/store/store.ts";
import { showCount, showLanguage } from "../format.ts";
import { isKey, t } from "../messages/translate.ts";
import { addressWith, go, type QueryChange } from "../router.ts";
import { named, Written } from "./small.tsx";
import { submitted } from "./submitted.ts";

/** Each is a parameter of the address and of the API under the same name. */
const filterNames = [
  "app",
  "q",
  "from",
  "to",
  "version",
  "source",
  "stars",
  "lang",
  "label",
  "sublabel",
  "theme",
  "kind",
  "sentiment",
  "priority",
] as const;
const DAY_MS = 86_400_000;

/** The filters of the address as the API takes them. `cluster` is what a theme was called before. */
export function filtersOf(query: URLSearchParams, app: string | undefined): URLSearchParams {
  const filters = new URLSearchParams();
  for (const name of filterNames) {
    const value = query.get(name) ?? (name === "theme" ? query.get("cluster") : null);
    if (value !== null && value !== "") filters.set(name, value);
  }
  if (app !== undefined) filters.set("app", app);
  return filters;
}

/** Whether what is looked for is what a text means, not its words. */
export const isByMeaning = (query: URLSearchParams): boolean =>
  query.get("by") === "meaning" && (query.get("q") ?? "").trim() !== "";

/** How many there are, beside the app of an app's page. */
export const isFiltered = (query: URLSearchParams): boolean => [...filtersOf(query, undefined)].length > 0;

interface FiltersProps {
  readonly place: { readonly path: string; readonly query: URLSearchParams };
  /** Undefined until they are known. */
  readonly view: ExploreView | undefined;
  /** To choose from; none on the page of one. */
  readonly apps?: readonly string[];
}

const selects = ["version", "source", "stars", "lang", "label", "theme", "kind", "sentiment", "priority"] as const;

function nameOf(field: string, value: string, view: ExploreView | undefined): string {
  if (field === "theme") return view?.themes.find(({ id }) => id === value)?.name ?? value.slice(0, 8);
  if (field === "stars") return t("stars", { stars: value });
  if (field === "lang") return showLanguage(value);
  return isKey(`${field}.${value.toLowerCase()}`) ? named(field, value) : value;
}

interface SelectProps {
  readonly field: (typeof selects)[number];
  readonly value: string;
  readonly options: readonly Bucket[];
  readonly view: ExploreView | undefined;
  readonly change: (change: QueryChange) => void;
}

function FilterSelect({ field, value, options, view, change }: SelectProps) {
  const listed =
    value === "" || options.some((option) => option.value === value) ? options : [{ value, count: 0 }, ...options];
  if (listed.length === 0) return null;
  return (
    <label class={value === "" ? undefined : "is-set"}>
      <span>{named("field", field)}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => change({ [field]: currentTarget.value, cluster: undefined })}
      >
        <option value="">{t("filter.any")}</option>
        {listed.map((option) => (
          <option key={option.value} value={option.value}>
            {nameOf(field, option.value, view)} ({showCount(option.count)})
          </option>
        ))}
      </select>
    </label>
  );
}

/** The day before: what people call the end is the last day, what the address says is the first that is out. */
const lastDay = (to: string | null): string => {
  const time = Date.parse(to ?? "");
  return Number.isNaN(time) ? "" : new Date(time - DAY_MS).toISOString().slice(0, 10);
};
const dayAfter = (day: string): string | undefined => {
  const time = Date.parse(day);
  return Number.isNaN(time) ? undefined : new Date(time + DAY_MS).toISOString().slice(0, 10);
};

interface SoughtProps {
  readonly query: URLSearchParams;
  readonly change: (change: QueryChange) => void;
}

/** Words that occur, or what is meant. */
const Sought = ({ query, change }: SoughtProps) => (
  <>
    <label class={`grows${query.has("q") ? " is-set" : ""}`}>
      <span>{t(query.get("by") === "meaning" ? "filter.meant" : "filter.words")}</span>
      <input
        name="q"
        type="search"
        maxLength={500}
        defaultValue={query.get("q") ?? ""}
        key={query.get("q") ?? ""}
        placeholder={t(query.get("by") === "meaning" ? "filter.meaningHint" : "filter.wordsHint")}
      />
    </label>
    <label class={query.get("by") === "meaning" ? "is-set" : undefined}>
      <span>{t("filter.by")}</span>
      <select
        name="by"
        value={query.get("by") === "meaning" ? "meaning" : ""}
        onChange={({ currentTarget }) => {
          // What was typed and not sent yet is looked for, too.
          const typed = new FormData(currentTarget.form ?? undefined).get("q");
          change({ by: currentTarget.value, q: String(typed ?? "") });
        }}
      >
        <option value="">{t("filter.byWords")}</option>
        <option value="meaning">{t("filter.byMeaning")}</option>
      </select>
    </label>
  </>
);

export function Filters({ place, view, apps }: FiltersProps) {
  const { query } = place;
  const change = (changed: QueryChange): void => go(addressWith(place, changed));
  const values = filtersOf(query, undefined);
  return (
    <form
      class="filters"
      aria-label={t("filter.label")}
      onSubmit={submitted((form) => {
        change({ q: String(form.get("q") ?? ""), by: String(form.get("by") ?? "") });
      })}
    >
      <Sought query={query} change={change} />
      {apps !== undefined && apps.length > 1 && (
        <label class={values.has("app") ? "is-set" : undefined}>
          <span>{t("field.app")}</span>
          <select value={query.get("app") ?? ""} onChange={({ currentTarget }) => change({ app: currentTarget.value })}>
            <option value="">{t("filter.any")}</option>
            {apps.map((app) => (
              <option key={app}>{app}</option>
            ))}
          </select>
        </label>
      )}
      <label class={values.has("from") ? "is-set" : undefined}>
        <span>{t("filter.from")}</span>
        <input
          type="date"
          value={(query.get("from") ?? "").slice(0, 10)}
          onChange={({ currentTarget }) => change({ from: currentTarget.value })}
        />
      </label>
      <label class={values.has("to") ? "is-set" : undefined}>
        <span>{t("filter.to")}</span>
        <input
          type="date"
          value={lastDay(query.get("to"))}
          onChange={({ currentTarget }) => change({ to: dayAfter(currentTarget.value) })}
        />
      </label>
      {selects.map((field) => (
        <FilterSelect
          key={field}
          field={field}
          value={values.get(field) ?? ""}
          options={view?.facets[field] ?? []}
          view={view}
          change={change}
        />
      ))}
      {values.has("sublabel") && (
        <p class="note">
          {t("field.sublabel")}: <Written>{values.get("sublabel")}</Written>
        </p>
      )}
      {[...values].length > 0 && (
        <button type="button" class="quiet" onClick={() => go(place.path)}>
          {t("filter.clear")}
        </button>
      )}
    </form>
  );
}
