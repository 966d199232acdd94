/** What a record that was kept aside says: its title and text, as JSON where it has neither. */

export function textOf(record: unknown): string {
  const { text, title } = (typeof record === "object" && record !== null ? record : {}) as {
    text?: unknown;
    title?: unknown;
  };
  const shown = [title, text].filter((part) => typeof part === "string" && part !== "").join(": ");
  return shown === "" ? (JSON.stringify(record) ?? "") : shown;
}

/** Of the first record of a message; a message that holds none is shown as it came. */
export function textOfMessage(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    const [first] = Array.isArray(value) ? value : [value];
    return first === undefined ? body : textOf(first);
  } catch {
    return body;
  }
}
