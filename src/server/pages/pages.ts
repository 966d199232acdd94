/** Pages for people: the dashboard, and what is rendered here since it needs no JavaScript: signing in, errors, the API's documentation. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import { allows, type Principal } from "../../auth/principal.ts";
import { createOpenApi, type OpenApiDocument } from "../openapi.ts";
import { Problem, readProblem } from "../problem.ts";
import { readQueryString } from "../query-string.ts";
import type { Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { refuseMethod } from "../router.ts";
import { addresses } from "./addresses.ts";
import { serveDashboard } from "./dashboard.ts";
import { docsPage } from "./docs.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { problemPage, readPlace, signInAddress, signInPage } from "./sign-in.ts";

const ASSETS = fileURLToPath(new URL("../assets/", import.meta.url));
export interface PageDeps extends RouteDeps {
  readonly principal: RequestHandler;
  readonly routes: readonly Route[];
}

const principalOf = (response: Response) => response.locals.principal as Principal;

function send(response: Response, title: string, main: Html): void {
  const signedIn = (response.locals.principal as Principal | undefined)?.via === "session";
  const page = layout({ title, signedIn }, main);
  // Pages hold a tenant's data: no shared cache may keep them.
  response.set("Cache-Control", "private, no-store").type("html").send(page);
}

const readersOnly: RequestHandler = (_, response, next) => {
  if (!allows(principalOf(response), "read")) throw new Problem(403, "this key may not read");
  next();
};

/** People are sent to where they can sign in, and told in words what went wrong. */
function tellPerson({ method, originalUrl }: Request, response: Response, problem: Problem): void {
  if (problem.options.signIn === true) {
    response.redirect(303, signInAddress(method === "GET" ? readPlace(originalUrl) : undefined));
    return;
  }
  response.status(problem.status).set(problem.options.headers ?? {});
  send(response, "Sorry", problemPage(problem.status === 404 ? "Not found" : "That did not work", problem.message));
}

const tellPeople: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const problem = readProblem(error);
  if (problem === undefined || response.headersSent) return next(error);
  tellPerson(request, response, problem);
};

/** A browser asked for a page: true when it was told so in one. Programs, which take anything or JSON, are told in JSON. */
export function tellBrowser(request: Request, response: Response, problem: Problem): boolean {
  if (/^\/api(?:\/|$)/.test(request.path)) return false;
  response.vary("Accept");
  if (request.accepts(["json", "html"]) !== "html") return false;
  tellPerson(request, response, problem);
  return true;
}

const packageVersion = (): string => {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
};

export function createPages(app: Express, { store, principal, routes, config }: PageDeps): void {
  const reader = [principal, readersOnly];
  let made: OpenApiDocument | undefined;
  const document = (): OpenApiDocument => {
    made ??= createOpenApi(routes, packageVersion(), config.PUBLIC_URL);
    return made;
  };

  app.use("/assets", express.static(ASSETS, { index: false, maxAge: "1h", redirect: false }));
  app.get("/openapi.json", (_, response) => {
    response.json(document());
  });
  app.get(["/docs", "/swagger", "/redoc"], (_, response) => {
    send(response, "API", docsPage(document()));
  });
  app.get("/sign-in", (request, response) => {
    const asked = readQueryString(request.url);
    send(response, "Sign in", signInPage("wrong" in asked, readPlace(asked.to)));
  });
  // As it was called before apps had addresses of their own.
  app.get("/", ...reader, ({ url }, response, next) => {
    const chosen = readQueryString(url).app;
    if (chosen === undefined || chosen === "") next();
    else response.redirect(303, `/apps/${encodeURIComponent(chosen)}`);
  });
  serveDashboard(app, { store, mayRead: reader });
  app.all(["/openapi.json", "/docs", "/swagger", "/redoc"], refuseMethod(["GET", "HEAD"]));
  app.use(Object.values(addresses).flat(), tellPeople);
}
