/** Where the keyboard stands: led to what was just told, and on from what is gone. */

const isCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Into sight, and from here on with the keyboard. What takes no focus by itself takes it by this alone. */
export function focusOn(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  if (document.activeElement !== element) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
  element.scrollIntoView({ block: "nearest", behavior: isCalm() ? "auto" : "smooth" });
}
