/** Strangers' regular expressions, matched in time linear in the text, whatever they are. */
import { RE2JS } from "re2js";

export interface LinearPattern {
  test(text: string): boolean;
}

/** Throws for what can't be matched so: back-references and look-around. */
export function linearPattern(source: string): LinearPattern {
  const pattern = RE2JS.compile(source);
  return { test: (text) => pattern.matcher(text).find() };
}

/** As ajv takes it; it would write `code` into modules that it generates, which we don't. */
export const ajvPatterns = Object.assign((source: string) => linearPattern(source) as never, { code: "linearPattern" });
