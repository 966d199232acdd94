/** What breaks a rule of accessibility on a page in a browser, as axe finds it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** Half as long as what `axe-core` itself gives to be evaluated: each page reads it anew. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** By all rules, or by one: which is broken, and where first. Looks at the page as it is now. */
export async function violationsOf(page: Page, rule?: string): Promise<unknown> {
  // What breaks no rule is not listed: to describe each such element takes as long as to look at it.
  const options = { resultTypes: ["violations"], ...(rule === undefined ? {} : { runOnly: [rule] }) };
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  return page.evaluate(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  );
}
