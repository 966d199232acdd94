/** The browser in which tests and benchmarks look at pages: Debian's chromium, or the one that CHROMIUM names. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Why there is none, for suites that are skipped then; else false. */
export const withoutBrowser = existsSync(CHROMIUM) ? false : `no browser at ${CHROMIUM} (set CHROMIUM)`;

/** `flags` are more of the browser itself. */
export const openBrowser = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...flags] });
