/** What a work item and its timeline say about a ticket. */
import { cut, MAX_BODY, MAX_TITLE, type Severity, tagName } from "../../shared.ts";
import type { TicketItem } from "./ticket-message.ts";

/** The original's rule is "1 and more is High"; 3 is Critical, which DevRev calls a blocker. */
const SEVERITIES: readonly Severity[] = ["medium", "high", "high", "blocker"];
const MAX_TAGS = 20;
const MAX_QUOTES = 20;
const MAX_QUOTE = 500;
const MARKER = /^[ \t]*groundswell:([A-Za-z0-9_-]{1,100})[ \t]*$/m;
const REVISION = /^[ \t]*groundswell-revision:(\d{1,15})[ \t]*$/m;

export interface Mark {
  readonly ticketId: string;
  readonly revision: number;
}

/** Which ticket, at which revision, a work item was made from; undefined when it is none of ours. */
export function readMark(body: string | undefined): Mark | undefined {
  const ticketId = MARKER.exec(body ?? "")?.[1];
  if (ticketId === undefined) return undefined;
  return { ticketId, revision: Number(REVISION.exec(body ?? "")?.[1] ?? 0) };
}

/** What customers wrote must not look like a line of ours. */
const withoutMarks = (text: string): string =>
  text.replace(/^([ \t]*)groundswell(-revision)?:/gim, "$1groundswell$2 :");

export const severityOf = (item: TicketItem): Severity => SEVERITIES[item.priority] ?? "medium";

export function titleOf(item: TicketItem): string {
  return cut(item.title.replace(/\s+/g, " "), MAX_TITLE);
}

/** How people call a work item: `TKT-14` of `…:ticket/14`. */
export function displayName(workId: string): string {
  const [, kind, number] = /:(ticket|issue)\/(\d+)$/.exec(workId) ?? [];
  return number === undefined ? workId : `${kind === "ticket" ? "TKT" : "ISS"}-${number}`;
}

const elderName = ({ mergedInto, mergedIntoWork }: TicketItem): string =>
  mergedIntoWork === undefined ? `groundswell ticket ${mergedInto}` : displayName(mergedIntoWork);

/** The page of the ticket, where the address of a Groundswell is known. */
const pageOf = (item: TicketItem, groundswellUrl: string): string => {
  if (/^https?:\/\//.test(item.url)) return item.url;
  return groundswellUrl === "" || item.url === ""
    ? ""
    : `${groundswellUrl}${item.url.startsWith("/") ? "" : "/"}${item.url}`;
};

/** Ends with the marker lines by which a later run finds the work item again. */
export function bodyOf(item: TicketItem, groundswellUrl: string): string {
  const page = pageOf(item, groundswellUrl);
  const facts = [
    item.mergedInto === undefined ? "" : `Merged into ${elderName(item)}: please go on there.`,
    item.regression ? "It was closed, and customers report it again." : "",
    item.app === "" ? "" : `App: ${item.app}`,
    item.label === "" ? "" : `Label: ${item.label}`,
    item.reviewIds.length === 0 ? "" : `Evidence: ${item.reviewIds.length} pieces of feedback`,
    page === "" ? "" : `[See the evidence in Groundswell](${page})`,
  ].filter((line) => line !== "");
  const ending = `${withoutMarks(facts.join("\n\n"))}\n\ngroundswell:${item.ticketId}\ngroundswell-revision:${item.revision}\n`;
  const description = cut(withoutMarks(item.description), Math.max(1, MAX_BODY - ending.length - 2));
  return description === "" ? ending.trimStart() : `${description}\n\n${ending}`;
}

export function tagsOf(item: TicketItem): string[] {
  const extra = [...(item.regression ? ["regression"] : []), ...(item.mergedInto === undefined ? [] : ["merged"])];
  const names = [...extra, ...item.tags].map(tagName).filter((name) => name !== "");
  return [...new Set(names)].slice(0, MAX_TAGS);
}

/** Names a timeline entry, so that the same one is not written twice. */
export const entryMark = (item: TicketItem): string => `groundswell:${item.ticketId} revision ${item.revision}`;

function headline(item: TicketItem, isNew: boolean): string {
  if (item.mergedInto !== undefined) {
    return `Merged into ${elderName(item)}: these complaints are counted there from now on. Please go on there.`;
  }
  if (item.regression) return "Regression: this was closed, and customers report it again.";
  return isNew ? "Opened from customer feedback." : `Updated: the evidence has grown (revision ${item.revision}).`;
}

/** The internal timeline entry of one revision: what happened, and what people wrote. */
export function entryOf(item: TicketItem, isNew: boolean): string {
  const quotes = item.evidence
    .slice(0, MAX_QUOTES)
    .map(({ quote }) => `> ${cut(withoutMarks(quote), MAX_QUOTE).replace(/\s*\n\s*/g, "\n> ")}`);
  const said = quotes.length === 0 ? [] : ["What customers wrote:", quotes.join("\n\n")];
  return [headline(item, isNew), ...said, entryMark(item)].join("\n\n");
}
