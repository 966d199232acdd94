/**
 * Names of events whose sender gave them none: made of what they say, so that a request that is sent again, since its answer
 * was lost, brings the same events. What is said twice in one request are two events.
 */
import { createHash } from "node:crypto";
import { isObject } from "./read-event.ts";

export type ContentName = (application: string, content: string) => string;

/** All that the sender wrote of an event, as {@link ContentName} takes it: without braces, application and what our edge adds. */
export function sentContent(event: unknown): string {
  if (!isObject(event)) return JSON.stringify(event) ?? "";
  const { application: _, intake: __, ...sent } = event;
  return JSON.stringify(sent).slice(1, -1);
}

/** For the events of one request, in order. */
export function createContentNames(): ContentName {
  const met = new Map<string, number>();
  return (application, content) => {
    const hash = createHash("sha256")
      .update(JSON.stringify(application))
      .update(content)
      .digest("base64url")
      .slice(0, 26);
    const before = met.get(hash) ?? 0;
    met.set(hash, before + 1);
    return before === 0 ? hash : `${hash}.${before}`;
  };
}
