/** Where somebody shows a key to see the pages, and goes on to the one that they wanted to see. */
import { addresses } from "./addresses.ts";
import { type Html, html } from "./html.ts";

const LONGEST_PLACE = 2_000;
const HERE = "http://here.invalid";
const pages = Object.values(addresses)
  .flat()
  .map((path) => new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}/?$`));

/** A page of ours, without the host; undefined for the first one, and for whatever would lead elsewhere. */
export function readPlace(asked: string | null | undefined): string | undefined {
  if (asked === null || asked === undefined || asked.length > LONGEST_PLACE || !/^\/[^/\\]/.test(asked))
    return undefined;
  const { host, pathname = "", search } = URL.parse(asked, HERE) ?? {};
  // "/.//x" has a path that would be read as a host.
  const isOurs = host === new URL(HERE).host && !pathname.startsWith("//") && pages.some((page) => page.test(pathname));
  return isOurs ? `${pathname}${search}` : undefined;
}

/** The page to sign in at, on the way to a place. */
export function signInAddress(place: string | undefined, isWrong = false): string {
  const query = new URLSearchParams({
    ...(isWrong ? { wrong: "1" } : {}),
    ...(place === undefined ? {} : { to: place }),
  }).toString();
  return query === "" ? "/sign-in" : `/sign-in?${query}`;
}

export const signInPage = (
  wrong: boolean,
  place: string | undefined,
): Html => html`<section class="card sign-in" aria-labelledby="sign-in">
<h1 id="sign-in">Sign in</h1>
<form method="post" action="/sign-in">
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required${wrong && html` aria-invalid="true" aria-describedby="wrong"`}>
${place !== undefined && html`<input type="hidden" name="to" value="${place}"><script src="/assets/sign-in.js" defer></script>`}
${wrong && html`<p id="wrong" class="wrong" role="alert">This key is not valid.</p>`}
<button>Sign in</button>
</form>
<p class="note">Keys are made with <code>npm run -s groundswell -- keys create</code>.</p>
</section>`;

export const problemPage = (title: string, detail: string): Html => html`<section class="card sign-in">
<h1>${title}</h1><p>${detail}</p><p><a href="/">To the overview</a></p>
</section>`;
