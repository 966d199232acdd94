/** What every language says. A text is a template with {names}; one that counts has a form for each plural category of its language. */
import type { en } from "./en.ts";

export type Message = string | { readonly one: string; readonly other: string };
export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, Message>>;
