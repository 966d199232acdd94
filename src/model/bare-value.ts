/** The plain value within what databases, interfaces and chats wrap around it. */

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where a text lies in an object that holds nothing else but what is named beside it. */
const WRAPPED: readonly (readonly [text: string, beside: readonly string[]])[] = [
  // Apple's feed.
  ["label", ["attributes"]],
  // Microsoft Graph: mail and Teams.
  ["content", ["contentType", "@odata.type"]],
  // WordPress.
  ["rendered", ["protected", "block_version"]],
  // WhatsApp's interface for companies.
  ["body", ["preview_url"]],
];

const isRun = (part: unknown): boolean =>
  typeof part === "string" || (isObject(part) && typeof part.type === "string" && typeof part.text === "string");

/** Telegram parts a text where a link or a bold word stands: `["see ", {"type": "link", "text": "…"}]`. */
function joinedRuns(parts: readonly unknown[]): unknown {
  if (!parts.some(isObject) || !parts.every(isRun)) return parts;
  return parts.map((part) => (typeof part === "string" ? part : String((part as Fields).text))).join("");
}

/** The value itself, if nothing is wrapped around it. */
export function bareValue(value: unknown): unknown {
  if (Array.isArray(value)) return joinedRuns(value);
  if (!isObject(value)) return value;
  const inner = value.$date ?? value.$oid ?? value.$numberLong ?? value.$numberInt ?? value.$numberDouble;
  if (inner !== undefined) return bareValue(inner);
  const keys = Object.keys(value);
  const wrapped = WRAPPED.find(
    ([text, beside]) => typeof value[text] === "string" && keys.every((key) => key === text || beside.includes(key)),
  );
  if (wrapped !== undefined) return value[wrapped[0]];
  if (value.seconds !== undefined && keys.every((key) => key === "seconds" || key === "nanos")) return value.seconds;
  return value;
}
