/** tags.create and tags.list. */
import { displayId, don } from "./ids.ts";
import type { MethodContext } from "./method.ts";
import { pageOf } from "./pages.ts";
import type { TagObject } from "./state.ts";
import { conflict, type Fields, list, optionalText, text } from "./validation.ts";

export function createTag(fields: Fields, context: MethodContext) {
  const name = text(fields, "name", { minimum: 1, maximum: 256 });
  const description = optionalText(fields, "description");
  const { tags } = context.organisation;
  // Uniqueness is checked against what is, not against what is listed. Whether case counts is not documented: here it does
  // not, which is the harder case for whoever looks for a name.
  if (tags.listedAt(Number.POSITIVE_INFINITY).some((tag) => tag.name.toLowerCase() === name.toLowerCase())) {
    throw conflict(`a tag of this name exists: ${name}`);
  }
  const number = tags.nextNumber();
  const at = new Date(context.now).toISOString();
  const tag: TagObject = {
    id: don("core", "tag", number),
    display_id: displayId("tag", number),
    name,
    description,
    created_by: context.caller,
    created_date: at,
    modified_date: at,
  };
  tags.put(tag, context.now);
  return { status: 201, body: { tag } };
}

export function listTags(fields: Fields, context: MethodContext) {
  const names = list(fields, "name");
  const listed = context.organisation.tags
    .listedAt(context.listedAt)
    .filter((tag) => names.length === 0 || names.includes(tag.name));
  const { items, next_cursor } = pageOf(listed, fields);
  return { status: 200, body: { tags: items, next_cursor } };
}
