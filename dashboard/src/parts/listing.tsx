/** What lists share: the app that they are of, and the way to their next page. */
import { t } from "../messages/translate.ts";
import { addressWith, type Place } from "../router.ts";

interface AppChoiceProps {
  readonly apps: readonly string[];
  /** Undefined: all of them. */
  readonly app: string | undefined;
  /** Whether all of them may be chosen. */
  readonly any?: boolean;
  readonly choose: (app: string) => void;
}

/** Nothing where there is one app at most. */
export function AppChoice({ apps, app, any = true, choose }: AppChoiceProps) {
  if (apps.length < 2) return null;
  return (
    <label>
      <span>{t("field.app")}</span>
      <select value={app ?? ""} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {any && <option value="">{t("filter.any")}</option>}
        {apps.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

interface NextPageProps {
  readonly place: Pick<Place, "path" | "query">;
  readonly cursor: string | null;
}

/** Nothing after the last one. */
export function NextPage({ place, cursor }: NextPageProps) {
  if (cursor === null) return null;
  return (
    <p class="more">
      <a href={addressWith(place, { cursor })}>{t("page.next")}</a>
    </p>
  );
}
