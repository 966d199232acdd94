/** Reading a message of the tickets queue: an array of tickets, by Groundswell or by the original system. */
import { createHash } from "node:crypto";

export interface EvidenceQuote {
  readonly insight_id: string;
  readonly quote: string;
}

export interface TicketItem {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** 0 to 3. */
  readonly priority: number;
  readonly ticketId: string;
  readonly revision: number;
  readonly label: string;
  readonly app: string;
  /** "" when there is none. */
  readonly url: string;
  readonly mergedInto?: string;
  /** The work item of the ticket that it went into, where that is known. */
  readonly mergedIntoWork?: string;
  readonly regression: boolean;
  readonly evidence: readonly EvidenceQuote[];
  readonly reviewIds: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one.trim() !== "") : [];
const fields = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});

/** Groundswell's ids; what names a ticket also goes into a line of the work item's body, so it is one plain word. */
const TICKET_ID = /^[A-Za-z0-9_-]{1,100}$/;

/** The original system sent no id: the same ticket is then known by what it is made of. */
function derivedId(item: Fields, metadata: Fields, reviewIds: readonly string[]): string {
  const parts = [text(item.title), text(metadata.common_label), [...reviewIds].sort()];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 26);
}

function evidenceOf(value: unknown): EvidenceQuote[] {
  if (!Array.isArray(value)) return [];
  return value
    .map(fields)
    .map((one) => ({ insight_id: text(one.insight_id), quote: text(one.quote).trim() }))
    .filter((one) => one.quote !== "");
}

/** The ticket, or why it is none. */
export function readTicketItem(value: unknown): TicketItem | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is no object";
  const item = value as Fields;
  const metadata = fields(item.metadata);
  const reviewIds = texts(metadata["source review ids"]);
  const label = text(metadata.common_label);
  const title = text(item.title).trim() || label.trim();
  if (title === "") return "it has neither a title nor a label";
  const given = text(metadata.ticket_id);
  if (given !== "" && !TICKET_ID.test(given)) return "its ticket_id is not one plain word";
  const revision = metadata.revision ?? 1;
  if (!Number.isSafeInteger(revision) || (revision as number) < 0) return "its revision is no whole number";
  const priority = Number(item.priority ?? 0);
  const mergedInto = text(metadata.merged_into);
  return {
    title,
    description: text(item.description).trim(),
    tags: texts(item.tags),
    priority: Number.isFinite(priority) ? Math.min(3, Math.max(0, Math.trunc(priority))) : 0,
    ticketId: given || derivedId(item, metadata, reviewIds),
    revision: revision as number,
    label,
    app: text(metadata.app),
    url: text(metadata.url),
    ...(TICKET_ID.test(mergedInto) ? { mergedInto } : {}),
    regression: metadata.regression === true,
    evidence: evidenceOf(metadata.evidence),
    reviewIds,
  };
}

/** The tickets of a message and the reasons for those that can't be read; a message that is no array has one reason. */
export function readMessage(body: string): {
  readonly tickets: readonly TicketItem[];
  readonly wrong: readonly string[];
} {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body) as unknown;
  } catch {
    return { tickets: [], wrong: ["the message is no JSON"] };
  }
  const items = Array.isArray(parsed) ? parsed : [parsed];
  const read = items.map(readTicketItem);
  return {
    tickets: read.filter((one): one is TicketItem => typeof one !== "string"),
    wrong: read.filter((one): one is string => typeof one === "string"),
  };
}
