/** The frame of every page: where one can go, and the page that is looked at. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FrameView } from "../../src/operations/views/frame.ts";
import type { PageName } from "../../src/server/pages/addresses.ts";
import { useData } from "./data/api.ts";
import { onChange } from "./data/live.ts";
import { t } from "./messages/translate.ts";
import type { PageProps } from "./page-props.ts";
import { pages } from "./pages.ts";
import { Navigation } from "./parts/navigation.tsx";
import { Loading, NotFound, ProblemNote } from "./parts/states.tsx";
import { usePlace } from "./router.ts";

const loaded = new Map<PageName, ComponentType<PageProps>>();

/** The page's code; undefined until it is there. */
function usePage(name: PageName | undefined): {
  readonly shown?: ComponentType<PageProps> | undefined;
  readonly failed: boolean;
} {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState<PageName>();
  useEffect(() => {
    setFailed(undefined);
    if (name === undefined || loaded.has(name)) return;
    pages[name].load().then(
      (module) => {
        loaded.set(name, module.default);
        redraw((count) => count + 1);
      },
      () => setFailed(name),
    );
  }, [name]);
  return { shown: name === undefined ? undefined : loaded.get(name), failed: failed !== undefined && failed === name };
}

const RELOADED = "groundswell.reloaded";
const BETWEEN_RELOADS_MS = 60_000;

/** Where a page's code did not come, all is loaded anew once the server is heard of again; not over and over where it still does not come. */
function useComingBack(failed: boolean): void {
  useEffect(() => {
    if (!failed) return;
    return onChange(() => {
      if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < BETWEEN_RELOADS_MS) return;
      sessionStorage.setItem(RELOADED, String(Date.now()));
      location.reload();
    });
  }, [failed]);
}

/** Who comes to another page by keyboard or ear begins at its heading. */
function useFocusOnMain(path: string): { current: HTMLElement | null } {
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

export function App() {
  const place = usePlace();
  const frame = useData<FrameView>("/api/v1/views/frame");
  const { shown: Shown, failed } = usePage(place.page);
  useComingBack(failed);
  const main = useFocusOnMain(place.path);
  useEffect(() => {
    if (place.page !== undefined) document.title = `${t(pages[place.page].title)} · Groundswell`;
  }, [place.page]);
  const { page, params, query, path } = place;
  return (
    <>
      <a class="skip" href="#main">
        {t("frame.skip")}
      </a>
      <Navigation place={place} frame={frame.data} />
      <main id="main" class="main" tabIndex={-1} ref={main}>
        {page === undefined ? (
          <NotFound />
        ) : failed ? (
          // Browsers remember a file that did not come, and after an update it has another name: all is loaded anew.
          <ProblemNote problem={undefined} retry={() => location.reload()} />
        ) : Shown === undefined ? (
          <Loading />
        ) : (
          <Shown key={page + JSON.stringify(params)} params={params} query={query} path={path} frame={frame.data} />
        )}
      </main>
    </>
  );
}
