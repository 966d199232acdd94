/** What the dashboard says of a source's settings: each has a name and, where its schema explains it, a note in every language. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { connectors } from "../../src/sources/registry.ts";

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** By its address: the dashboard's types are a browser's. */
async function textsIn(language: string): Promise<Readonly<Record<string, unknown>>> {
  const { sources } = await import(
    new URL(`../../dashboard/src/messages/${language}/sources.ts`, import.meta.url).href
  );
  return sources;
}

const en = await textsIn("en");
const de = await textsIn("de");
const noted = new Map(Object.entries(en));

function* fieldsOf(type: string, schema: Schema): Generator<{ type: string; name: string; description?: string }> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const { description } = field;
    yield { type, name, ...(description === undefined ? {} : { description }) };
    yield* fieldsOf(type, field);
  }
}

const fields = Object.entries(connectors).flatMap(([type, { settings }]) => [
  ...fieldsOf(type, z.toJSONSchema(settings, { io: "input" }) as Schema),
]);

test("every setting of every type has a name, in German too", () => {
  assert.ok(fields.length > 40);
  for (const { name } of fields) {
    assert.ok(Object.hasOwn(en, `setting.${name}`), name);
    assert.ok(Object.hasOwn(de, `setting.${name}`), name);
  }
});

test("what a schema says of a setting is what the dashboard says, and German has it", () => {
  for (const { type, name, description } of fields) {
    if (description === undefined) continue;
    const key = [`note.${type}.${name}`, `note.${name}`].find((one) => noted.has(one));
    assert.equal(key && noted.get(key), description, `${type}.${name}`);
    assert.ok(Object.hasOwn(de, key!), key);
  }
});
