/** Serves what `npm run setup` built of dashboard/: one document for all its pages, and its files, whose names change with their content. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import express, { type Express, type RequestHandler, type Response } from "express";
import { Problem } from "../problem.ts";
import { refuseMethod } from "../router.ts";
import { addresses } from "./addresses.ts";

const BUILT = fileURLToPath(new URL("../../../dashboard/dist/", import.meta.url));
const YEAR_SECONDS = 31_536_000;
/** Names that hold a hash of the content. */
const HASHED = /-[\w-]{8}\.\w+$/;

function readDocument(): string {
  const file = join(BUILT, "index.html");
  if (!existsSync(file)) throw new Problem(503, "the dashboard is not built: run npm run setup");
  return readFileSync(file, "utf8");
}

/** `mayRead` lets people in, or sends them to sign in. */
export function serveDashboard(app: Express, mayRead: readonly RequestHandler[]): void {
  let document: string | undefined;
  const show = (_: unknown, response: Response): void => {
    document ??= readDocument();
    // The document of the next version names other files.
    response.set("Cache-Control", "private, no-cache").type("html").send(document);
  };
  const setHeaders = (response: Response, path: string): void => {
    if (HASHED.test(path)) response.set("Cache-Control", `public, max-age=${YEAR_SECONDS}, immutable`);
  };
  app.use("/assets/dashboard", express.static(BUILT, { index: false, maxAge: "1h", redirect: false, setHeaders }));
  const paths = Object.values(addresses).flat();
  app.get(paths, ...mayRead, show);
  app.all(paths, refuseMethod(["GET", "HEAD"]));
}
