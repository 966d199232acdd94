/** HTML as a tagged template: whatever is put in is escaped, unless it is HTML made here. */

const MARK = Symbol("html");

export interface Html {
  readonly [MARK]: true;
  readonly text: string;
}

export type Shown = Html | string | number | undefined | false | readonly Shown[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

const isHtml = (value: unknown): value is Html => typeof value === "object" && value !== null && MARK in value;

function render(value: Shown): string {
  if (value === undefined || value === false) return "";
  if (isHtml(value)) return value.text;
  if (typeof value === "object") return value.map(render).join("");
  return escapeHtml(String(value));
}

export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Html {
  const text = parts.map((part, index) => part + (index < values.length ? render(values[index]) : "")).join("");
  return { [MARK]: true, text };
}

/** Text that somebody wrote: isolated, so that no direction override reaches what stands around it. */
export const written = (text: string): Html => html`<bdi>${text}</bdi>`;
