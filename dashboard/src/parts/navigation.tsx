/** Where one can go: the pages, the apps, a search; on a phone behind a button. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { FrameView } from "../../../src/operations/views/frame.ts";
import { zone } from "../format.ts";
import { chooseLanguage, type Language, language, languages, t } from "../messages/translate.ts";
import { type Page, pages } from "../pages.ts";
import { address, go, type Place } from "../router.ts";
import { submitted } from "./submitted.ts";

/** More are found by the overview. */
const SHOWN_APPS = 8;

interface NavigationProps {
  readonly place: Place;
  readonly frame: FrameView | undefined;
}

const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M2 16c3.2 0 3.6-3 6.6-3s3.6 3 6.8 3 3.6-3 6.6-3M2 10c3.2 0 3.6-4 6.6-4s3.6 4 6.8 4 3.6-4 6.6-4" />
  </svg>
);

function PageLinks({ group, current }: { readonly group: "look" | "run"; readonly current: Page | undefined }) {
  const links = Object.values(pages).flatMap((page) =>
    page.nav?.group === group ? [{ page, href: page.nav.href }] : [],
  );
  return (
    <ul>
      {links.map(({ page, href }) => (
        <li key={href}>
          <a href={href} aria-current={page === current ? "page" : undefined}>
            {t(page.title)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function AppLinks({ apps, current }: { readonly apps: readonly string[]; readonly current: string | undefined }) {
  if (apps.length === 0) return null;
  return (
    <>
      <h2>{t("nav.apps")}</h2>
      <ul>
        {apps.slice(0, SHOWN_APPS).map((app) => (
          <li key={app}>
            <a href={`/apps/${encodeURIComponent(app)}`} aria-current={app === current ? "page" : undefined}>
              <bdi>{app}</bdi>
            </a>
          </li>
        ))}
        {apps.length > SHOWN_APPS && <li class="note">{t("nav.moreApps", { count: apps.length - SHOWN_APPS })}</li>}
      </ul>
    </>
  );
}

type Appearance = "system" | "light" | "dark";
const appearances = ["system", "light", "dark"] as const satisfies readonly Appearance[];

function chooseAppearance(chosen: Appearance): void {
  if (chosen === "system") {
    localStorage.removeItem("groundswell.appearance");
    delete document.documentElement.dataset.appearance;
  } else {
    localStorage.setItem("groundswell.appearance", chosen);
    document.documentElement.dataset.appearance = chosen;
  }
}

function Preferences() {
  const [appearance, setAppearance] = useState<Appearance>(
    (document.documentElement.dataset.appearance as Appearance | undefined) ?? "system",
  );
  return (
    <div class="preferences">
      <label>
        <span>{t("nav.colours")}</span>
        <select
          value={appearance}
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.value as Appearance;
            chooseAppearance(chosen);
            setAppearance(chosen);
          }}
        >
          {appearances.map((one) => (
            <option key={one} value={one}>
              {t(`colours.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("nav.language")}</span>
        <select value={language} onChange={({ currentTarget }) => chooseLanguage(currentTarget.value as Language)}>
          {Object.entries(languages).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p class="note">{t("nav.zone", { zone })}</p>
    </div>
  );
}

function Search({ app }: { readonly app: string | undefined }) {
  return (
    <search>
      <form
        class="search"
        action="/insights"
        onSubmit={submitted((form, element) => {
          const q = String(form.get("q") ?? "").trim();
          if (q === "") return;
          // What is looked for stands among the filters from then on.
          element.reset();
          go(address("/insights", { app, q }));
        })}
      >
        <label class="visually-hidden" for="search">
          {t("nav.search")}
        </label>
        <input id="search" name="q" type="search" maxLength={500} placeholder={t("nav.search")} />
      </form>
    </search>
  );
}

export function Navigation({ place, frame }: NavigationProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { page, params, path, query } = place;
  const app = params.app ?? query.get("app") ?? undefined;
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (!open) return;
    const close = ({ key }: KeyboardEvent): void => {
      if (key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [open]);
  return (
    <header class={`side${open ? " is-open" : ""}`}>
      <div class="side-head">
        <a class="brand" href="/">
          <Mark />
          Groundswell
        </a>
        <button
          type="button"
          class="menu-button"
          ref={button}
          aria-expanded={open}
          aria-controls="navigation"
          onClick={() => setOpen(!open)}
        >
          {t("nav.menu")}
        </button>
      </div>
      <div id="navigation" class="side-body">
        <Search app={app} />
        <nav aria-label={t("nav.pages")}>
          <PageLinks group="look" current={page && pages[page]} />
          <AppLinks apps={frame?.apps ?? []} current={app} />
          <h2>{t("nav.run")}</h2>
          <PageLinks group="run" current={page && pages[page]} />
          <ul>
            <li>
              <a href="/docs">{t("nav.api")}</a>
            </li>
          </ul>
        </nav>
        <Preferences />
        {frame?.signedIn === true && (
          <form method="post" action="/sign-out">
            <button class="quiet" type="submit">
              {t("nav.signOut")}
            </button>
          </form>
        )}
      </div>
    </header>
  );
}
