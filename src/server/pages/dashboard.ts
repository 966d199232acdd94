/** Serves what `npm run setup` built of dashboard/: one document for all its pages, and its files, whose names change with their content. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import express, { type Express, type RequestHandler, type Response } from "express";
import type { Principal } from "../../auth/principal.ts";
import type { Store } from "../../store/store.ts";
import { Problem } from "../problem.ts";
import { refuseMethod } from "../router.ts";
import { addresses } from "./addresses.ts";

const BUILT = fileURLToPath(new URL("../../../dashboard/dist/", import.meta.url));
const YEAR_SECONDS = 31_536_000;
/** Names that hold a hash of the content. */
const HASHED = /-[\w-]{8}\.\w+$/;

/** Anew each time: what is built while the server runs names other files. */
async function readDocument(): Promise<string> {
  const file = join(BUILT, "index.html");
  if (!existsSync(file)) throw new Problem(503, "the dashboard is not built: run npm run setup");
  return readFile(file, "utf8");
}

/** Of what the pages of one thing show; a page of what isn't there says so in its status too. */
const COLLECTIONS = { theme: "clusters", ticket: "tickets", insight: "insights" } as const;

export interface DashboardDeps {
  readonly store: Store;
  /** Let people in, or send them to sign in. */
  readonly mayRead: readonly RequestHandler[];
}

export function serveDashboard(app: Express, { store, mayRead }: DashboardDeps): void {
  const show = async (_: unknown, response: Response): Promise<void> => {
    response
      .set("Cache-Control", "private, no-cache")
      .type("html")
      .send(await readDocument());
  };
  const setHeaders = (response: Response, path: string): void => {
    if (HASHED.test(path)) response.set("Cache-Control", `public, max-age=${YEAR_SECONDS}, immutable`);
  };
  app.use("/assets/dashboard", express.static(BUILT, { index: false, maxAge: "1h", redirect: false, setHeaders }));
  for (const [page, collection] of Object.entries(COLLECTIONS)) {
    app.get([...addresses[page as keyof typeof COLLECTIONS]], ...mayRead, async (request, response) => {
      const { tenant } = response.locals.principal as Principal;
      const found = await store.get(tenant, collection, String(request.params.id));
      await show(request, found === undefined ? response.status(404) : response);
    });
  }
  const paths = Object.values(addresses).flat();
  app.get(paths, ...mayRead, show);
  app.all(paths, refuseMethod(["GET", "HEAD"]));
}
