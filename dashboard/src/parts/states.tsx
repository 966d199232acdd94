/** What stands where there is nothing to show: not yet, not at all, or because something went wrong. */
import type { ComponentChildren } from "preact";
import type { ApiProblem, FieldError, Loaded } from "../data/api.ts";
import { askAgain } from "../data/live.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import { isKey, rich, t } from "../messages/translate.ts";

/** Grey bars where text will be; told to screen readers in words. */
export const Loading = ({ lines = 6 }: { readonly lines?: number }) => (
  <div class="skeleton" role="status">
    <span class="visually-hidden">{t("state.loading")}</span>
    {Array.from({ length: lines }, (_, at) => (
      <span key={at} class="bone" />
    ))}
  </div>
);

export const Empty = ({ children }: { readonly children: ComponentChildren }) => <p class="empty">{children}</p>;

/** Nothing ever came in. */
export const NoFeedback = () => (
  <Empty>{rich("state.noFeedback", { overview: <a href="/">{t("nav.overview")}</a> })}</Empty>
);

interface NothingListedProps {
  readonly query: URLSearchParams;
  /** What the list is narrowed by. */
  readonly by: readonly string[];
  /** What is said where it is not narrowed. */
  readonly none: MessageKey;
}

/** Of a list without entries: that none matches, or that there is none at all. */
export const NothingListed = ({ query, by, none }: NothingListedProps) => (
  <Empty>{t(by.some((name) => (query.get(name) ?? "") !== "") ? "reviews.none" : none)}</Empty>
);

const GROUPS: Readonly<Record<string, string>> = { settings: "setting", secrets: "secret" };

/** As the form calls it, where it has a name there; else as the API does. What is in it is named after it, places in lists aside. */
function fieldName(field: string): string {
  const [group = "", ...rest] = field.split(".");
  const parts = rest.filter((part) => !/^\d+$/.test(part));
  const keys = parts.map((part) => `${GROUPS[group]}.${part}`);
  return keys.length > 0 && keys.every(isKey) ? keys.map((key) => t(key)).join(" › ") : field;
}

/** What a field has to be, in the reader's language where that is known; else in the server's words. */
function fieldWords({ field, code, message }: FieldError): string {
  const [group, name] = field.split(".");
  const key = `wrong.${name}`;
  return group === "settings" && code === "invalid" && isKey(key) ? t(key) : message;
}

export function ProblemNote({
  problem,
  retry,
}: {
  readonly problem: ApiProblem | undefined;
  readonly retry?: () => void;
}) {
  const isListed = problem !== undefined && problem.errors.length > 0 && problem.message.startsWith("wrong ");
  const text = problem === undefined || problem.status === 0 ? t("state.unreachable") : problem.message;
  const isSignedOut = problem?.status === 401;
  return (
    <div class="problem-note" role="alert">
      <div>
        <p>
          <b>{t("state.failed")}</b>{" "}
          {isSignedOut ? (
            <>
              {t("state.signedOut")}{" "}
              <a href="/sign-in" target="_blank" rel="noopener">
                {t("state.signIn")}
              </a>
            </>
          ) : (
            // It only names what is listed below.
            !isListed && text
          )}
        </p>
        {problem !== undefined && problem.errors.length > 0 && (
          <ul>
            {problem.errors.map((error) => (
              <li key={`${error.field} ${error.message}`}>
                {error.field === "" ? error.message : `${fieldName(error.field)}: ${fieldWords(error)}`}
              </li>
            ))}
          </ul>
        )}
      </div>
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          {t("state.retry")}
        </button>
      )}
    </div>
  );
}

export const NotFound = () => (
  <section class="card narrow">
    <h1>{t("state.notFound")}</h1>
    <p>{t("state.notFoundWhy")}</p>
    <p>
      <a href="/">{t("state.toOverview")}</a>
    </p>
  </section>
);

interface WhenLoadedProps<T> {
  readonly of: Loaded<T>;
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}

/** What one request met, others on the page met, too: all are asked again. What was there stays, paler, while the answer to another question is on its way. */
export function WhenLoaded<T>({ of, lines = 6, children }: WhenLoadedProps<T>) {
  const { data, problem, loading } = of;
  if (problem !== undefined && data === undefined)
    return problem.status === 404 ? <NotFound /> : <ProblemNote problem={problem} retry={askAgain} />;
  if (data === undefined) return <Loading lines={lines} />;
  return (
    <div class={loading ? "is-loading" : undefined} aria-busy={loading}>
      {problem !== undefined && <ProblemNote problem={problem} retry={askAgain} />}
      {children(data)}
    </div>
  );
}
