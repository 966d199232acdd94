/** Texts in the reader's language. */
import type { ComponentChildren } from "preact";
import type { Catalogue, Message, MessageKey } from "./catalogue.ts";
import { en } from "./en.ts";

export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

/** As public/appearance.js found it. */
export const language: Language = document.documentElement.lang === "de" ? "de" : "en";
let catalogue: Catalogue = en;
const plurals = new Intl.PluralRules(language);
const whole = new Intl.NumberFormat(language);

export async function loadLanguage(): Promise<void> {
  if (language === "de") catalogue = (await import("./de.ts")).de;
}

/** The next load is in it. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem("groundswell.language", chosen);
  location.reload();
}

type Value = string | number;

function template(key: MessageKey, count: Value | undefined): string {
  const message: Message = catalogue[key];
  if (typeof message === "string") return message;
  return message[plurals.select(Number(count ?? 0)) === "one" ? "one" : "other"];
}

const shown = (value: Value): string => (typeof value === "number" ? whole.format(value) : value);

/** `count` decides the plural. */
export function t(key: MessageKey, values: Readonly<Record<string, Value>> = {}): string {
  return template(key, values.count).replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name] ?? ""));
}

/** The same with elements in it. */
export function rich(
  key: MessageKey,
  values: Readonly<Record<string, ComponentChildren>>,
  count?: number,
): ComponentChildren[] {
  return template(key, count)
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return part;
      const value = name === "count" && values.count === undefined ? count : values[name];
      return typeof value === "number" ? whole.format(value) : value;
    });
}

/** Whether there is such a text: for names that the server gives, such as reasons. */
export const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);
