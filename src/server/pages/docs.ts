/** The API's documentation as one page, from the OpenAPI document: readable offline and without a script. */
import type { OpenApiDocument } from "../openapi.ts";
import { type Html, html } from "./html.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Content {
  readonly [type: string]: { readonly schema?: Schema };
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

const refName = (ref: string): string => ref.replace(/^.*\//, "");

/** A schema in a few words; named ones lead to their own section. */
function typeOf(schema: Schema | undefined): Html {
  if (schema === undefined) return html`any`;
  if (schema.$ref !== undefined) return html`<a href="#schema-${refName(schema.$ref)}">${refName(schema.$ref)}</a>`;
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (options !== undefined) return joined(options.map(typeOf), " or ");
  if (schema.enum !== undefined)
    return joined(
      schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`),
      " | ",
    );
  if (schema.type === "array") return html`list of ${typeOf(schema.items)}`;
  if (schema.properties !== undefined) return html`object ${fields(schema)}`;
  if (typeof schema.additionalProperties === "object") return html`map to ${typeOf(schema.additionalProperties)}`;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["any"]);
  return html`${types.join(" or ")}`;
}

const joined = (parts: readonly Html[], separator: string): Html =>
  html`${parts.map((part, index) => (index === 0 ? part : html`${separator}${part}`))}`;

function fields({ properties = {}, required = [] }: Schema): Html {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      html`<li><code>${name}</code>${!required.includes(name) && html`<span class="optional">optional</span>`} ${typeOf(schema)}${schema.description !== undefined && html` <span class="note">${schema.description}</span>`}</li>`,
  );
  return html`<ul class="fields">${rows}</ul>`;
}

function parameters({ parameters = [] }: Operation): Html | undefined {
  if (parameters.length === 0) return undefined;
  const rows = parameters.map(
    (one) =>
      html`<tr><th scope="row"><code>${one.name}</code></th><td>${one.in}</td><td>${typeOf(one.schema)}${one.required === true && html` <b>required</b>`}</td><td>${one.description ?? ""}</td></tr>`,
  );
  return html`<h3>Parameters</h3><div class="scroll" tabindex="0"><table><tbody>${rows}</tbody></table></div>`;
}

function body({ requestBody }: Operation): Html | undefined {
  const [content] = Object.entries(requestBody?.content ?? {});
  return content === undefined ? undefined : html`<h3>Body</h3><div class="schema">${typeOf(content[1].schema)}</div>`;
}

function responses({ responses = {} }: Operation): Html {
  const rows = Object.entries(responses).map(([status, { description, content = {} }]) => {
    const schema = Number(status) < 400 ? Object.values(content)[0]?.schema : undefined;
    return html`<li><code>${status}</code> ${description}${schema !== undefined && html` — ${typeOf(schema)}`}</li>`;
  });
  return html`<h3>Answers</h3><ul class="fields">${rows}</ul>`;
}

/** Without the marks of Markdown, which OpenAPI's texts may have. */
const plain = (text = ""): string => text.replaceAll("`", "");

function operation(method: string, path: string, one: Operation): Html {
  return html`<details class="operation"><summary><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code> <span class="summary">${plain(one.summary)}</span></summary>
<p class="note">${plain(one.description)}</p>${parameters(one)}${body(one)}${responses(one)}</details>`;
}

export function docsPage(document: OpenApiDocument): Html {
  const byTag = new Map<string, Html[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const [method, one] of Object.entries(item as Record<string, Operation>)) {
      const tag = one.tags?.[0] ?? "Other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(method, path, one)]);
    }
  }
  const sections = [...byTag].map(
    ([tag, operations]) => html`<section class="card"><h2>${tag}</h2>${operations}</section>`,
  );
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Schema>).map(
    ([name, schema]) =>
      html`<details class="operation" id="schema-${name}"><summary>${name}</summary>${typeOf(schema)}</details>`,
  );
  return html`<h1>API</h1>
<p class="note">Version ${document.info.version}. Show a key as <code>Authorization: Bearer …</code> or <code>X-API-Key</code>; on this machine none is needed until the first one is made. The same as <a href="/openapi.json">openapi.json</a>.</p>
${sections}
<section class="card"><h2>Schemas</h2>${schemas}</section>`;
}
