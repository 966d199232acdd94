/** Titles as a sentence begins. */

/** "dark mode" is "Dark mode"; a first word that has capitals of its own, as names have, stays. */
export const asTitle = (text: string): string =>
  /^\p{Ll}[\p{Ll}\p{M}]*(?![\p{L}\p{N}])/u.test(text) ? text.charAt(0).toLocaleUpperCase() + text.slice(1) : text;
