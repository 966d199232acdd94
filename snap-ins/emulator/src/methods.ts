/** Every method that is emulated, by name. */
import type { Method, MethodContext, MethodReply } from "./method.ts";
import { createTag, listTags } from "./tags.ts";
import { createEntry, listEntries, updateEntry } from "./timeline.ts";
import { type Fields, id, notFound } from "./validation.ts";
import { createWork, deleteWork, getWork, listWorks, updateWork } from "./works.ts";

function getPart(fields: Fields, context: MethodContext): MethodReply {
  const asked = id(fields, "id");
  const part = context.organisation.parts.get(asked);
  if (part === undefined) throw notFound(`part not found: ${asked}`);
  return { status: 200, body: { part } };
}

/** `read` methods also answer GET, with the fields in the query. */
export const methods: Readonly<Record<string, { readonly run: Method; readonly read: boolean }>> = {
  "works.create": { run: createWork, read: false },
  "works.get": { run: getWork, read: true },
  "works.list": { run: listWorks, read: true },
  "works.update": { run: updateWork, read: false },
  "works.delete": { run: deleteWork, read: false },
  "tags.create": { run: createTag, read: false },
  "tags.list": { run: listTags, read: true },
  "timeline-entries.create": { run: createEntry, read: false },
  "timeline-entries.update": { run: updateEntry, read: false },
  "timeline-entries.list": { run: listEntries, read: true },
  "dev-users.self": {
    run: (_, { organisation }) => ({ status: 200, body: { dev_user: organisation.owner } }),
    read: true,
  },
  "parts.get": { run: getPart, read: true },
};
