/** Titles as records have them: some are the name of who wrote, which says nothing of what is meant. */
import type { IdentifiedRecord } from "./record.ts";

/** Where sources keep who wrote. */
const PEOPLE = [
  "userName",
  "user_name",
  "username",
  "author",
  "authorName",
  "author_name",
  "reviewer",
  "screen_name",
  "display_name",
  "displayName",
  "name",
];

const plain = (text: string): string => text.normalize("NFKC").trim().replace(/^@/, "").toLowerCase();

function namesIn(value: unknown): string[] {
  if (typeof value === "string") return [plain(value)];
  if (typeof value !== "object" || value === null) return [];
  return PEOPLE.flatMap((key) => {
    const name = (value as Readonly<Record<string, unknown>>)[key];
    return typeof name === "string" ? [plain(name)] : [];
  });
}

/** The title, or "" where it is only the author's name: alone, as a handle, or both (`Ann B (@ann_b)`). */
export function titleOf({ title, metadata }: Pick<IdentifiedRecord, "title" | "metadata">): string {
  if (title === "") return "";
  const { user, author, reviewer, name: _, ...rest } = metadata as Readonly<Record<string, unknown>>;
  const names = new Set([user, author, reviewer, rest].flatMap(namesIn).filter((name) => name !== ""));
  const said = plain(title).replace(/^(tweet|post|review|message|feedback) (from|by) @?/, "");
  const [, first = "", second = ""] = /^(.*?)\s*\(@?([^()]*)\)$/.exec(said) ?? [];
  return names.has(said) || (names.has(first.trim()) && names.has(second)) ? "" : title;
}
