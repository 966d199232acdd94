/** The name of an operation in the OpenAPI document, from its method and path: generated clients call their functions by it. */
import type { Route } from "./route.ts";

const PREFIX = /^\/api\/(?:v1|app)\//;
/** The Eye's own paths are called like ours. */
const EYE = /^\/api\/(?:events|errors)/;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const camel = (segment: string): string => segment.split("-").map(capital).join("");
const singular = (word: string): string =>
  word === "people" ? "person" : /[^s]s$/.test(word) ? word.slice(0, -1) : word;

/** Whether it answers with a page of a list. */
const isList = ({ answers }: Pick<Route, "answers">): boolean => {
  const { shape } = (answers[200]?.schema ?? {}) as { readonly shape?: Readonly<Record<string, unknown>> };
  return shape?.next_cursor !== undefined;
};

/** What the path names, each thing in the singular where one of them is meant: `tickets/:id/work` → TicketWork. */
function nameOf(segments: readonly string[]): string {
  return segments
    .map((segment, at) => {
      if (!segment.startsWith(":")) return camel(segments[at + 1]?.startsWith(":") ? singular(segment) : segment);
      return segments[at - 1]?.startsWith(":") ? `By${capital(segment.slice(1))}` : "";
    })
    .join("");
}

/** `GET /api/v1/tickets` → listTickets, `GET /api/v1/tickets/:id` → getTicket, `POST /api/v1/apps/suggest` → suggestApps, `POST /api/v1/forms/:id/responses` → sendFormResponses. */
export function operationId(route: Pick<Route, "method" | "path" | "answers">): string {
  const { method, path, answers } = route;
  const segments = path.replace(PREFIX, "").split("/");
  if (EYE.test(path)) {
    const one = path.endsWith("/:id");
    const what = capital(path.split("/")[2]!);
    return `legacy${method === "post" ? "Send" : "Get"}${one ? singular(what) : what}`;
  }
  // Signing out has this name: it ends the session of the one who asks.
  if (method === "delete" && path === "/api/v1/sessions/:id") return "eraseSession";
  if (path.startsWith("/api/app/")) return `legacy${segments.map(camel).join("")}`;
  if (method === "get") return `${isList(route) ? "list" : "get"}${nameOf(segments)}`;
  if (method === "patch") return `update${nameOf(segments)}`;
  if (method !== "post") return `${method}${nameOf(segments)}`;
  const last = segments.at(-1)!;
  if (answers[201] !== undefined) return `create${nameOf([...segments.slice(0, -1), singular(last)])}`;
  if (segments.length === 1 || (answers[202] !== undefined && singular(last) !== last))
    return `send${nameOf(segments)}`;
  return `${last.charAt(0)}${camel(last).slice(1)}${nameOf(segments.slice(0, -1))}`;
}
