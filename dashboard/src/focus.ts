/** Where the keyboard stands: led to what was just told, and on from what is gone. */

const isCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What takes no focus by itself takes it by this alone. */
function take(element: HTMLElement): void {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Into sight, and from here on with the keyboard. */
export function focusOn(element: HTMLElement): void {
  take(element);
  element.scrollIntoView({ block: "nearest", behavior: isCalm() ? "auto" : "smooth" });
}

/** What has the focus, and what that stands in, the nearest first. */
let line: readonly Element[] = [];

function remember(): void {
  const within: Element[] = [];
  for (let at = document.activeElement; at !== null && at !== document.body; at = at.parentElement) within.push(at);
  line = within;
}

/** What a person knows again as the place where they were. */
const PLACES = "li, tr, form, fieldset, section, main";

function lead(): void {
  const [held, ...around] = line;
  const now = document.activeElement ?? document.body;
  const isUsable = held?.isConnected === true && !held.matches(":disabled");
  if (held === undefined || (now === held ? isUsable : now !== document.body)) return;
  const place = isUsable ? held : around.find((one) => one.isConnected && one.matches(PLACES));
  if (place instanceof HTMLElement) take(place);
}

/** Where what has the focus is taken away, moved or switched off, whoever goes by keyboard goes on from there and not from the top of the page. */
export function keepFocus(): void {
  addEventListener("focusin", remember);
  // Pressed beside everything: nobody wants it back.
  addEventListener("click", remember);
  const changes = { attributeFilter: ["disabled"], childList: true, subtree: true };
  new MutationObserver(lead).observe(document.body, changes);
}
