/** Pages of the dashboard that stay open while feedback comes: what they hold, by the browser's own count. */
import type { Browser, CDPSession, Page } from "playwright-core";
import { openBrowser } from "../test/chromium.ts";

const PATHS = ["/", "/insights", "/clusters", "/tickets"];

export interface Held {
  /** JavaScript's heap of all of them after a collection, in MiB. */
  readonly heap: number;
  /** Nodes of their documents, detached ones that something still holds included. */
  readonly nodes: number;
  readonly listeners: number;
}

export interface Tabs {
  read(): Promise<Held>;
  close(): Promise<void>;
}

interface Tab {
  readonly page: Page;
  readonly session: CDPSession;
}

async function openTab(browser: Browser, url: string): Promise<Tab> {
  // Each in a context of its own: it is in front there, and so draws what changes.
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForSelector("h1");
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  return { page, session };
}

async function readTab({ session }: Tab): Promise<Held> {
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const read = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { heap: read("JSHeapUsedSize") / 2 ** 20, nodes: read("Nodes"), listeners: read("JSEventListeners") };
}

export async function openTabs(url: string): Promise<Tabs> {
  const browser = await openBrowser();
  const tabs: Tab[] = [];
  for (const path of PATHS) tabs.push(await openTab(browser, url + path));
  return {
    async read() {
      const all: Held[] = [];
      for (const tab of tabs) all.push(await readTab(tab));
      return all.reduce((sum, one) => ({
        heap: sum.heap + one.heap,
        nodes: sum.nodes + one.nodes,
        listeners: sum.listeners + one.listeners,
      }));
    },
    close: () => browser.close(),
  };
}
