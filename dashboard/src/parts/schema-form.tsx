/** Fields made from a JSON Schema: what a source's settings are asked for with. */
import { useId } from "preact/hooks";
import { isKey, t } from "../messages/translate.ts";
import { named } from "./small.tsx";

export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export const withRequired = (schema: Schema, names: readonly string[]): Schema => ({
  ...schema,
  required: [...(schema.required ?? []), ...names],
});

export type Values = Readonly<Record<string, unknown>>;

interface FieldProps {
  /** What the schema is of: a field of one name may mean something else elsewhere. */
  readonly of: string;
  readonly name: string;
  readonly schema: Schema;
  readonly value: unknown;
  readonly isRequired: boolean;
  readonly change: (value: unknown) => void;
}

/** A field's control, which its label names. */
interface ControlProps extends FieldProps {
  readonly id: string;
}

const lines = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join("\n") : value === undefined || value === null ? "" : String(value);

/** Empty is not given. */
const given = (text: string): string | undefined => (text === "" ? undefined : text);

/** What is said of a field, in the reader's language where it is known. */
function noteOf({ of, name, schema }: FieldProps): string | undefined {
  if (schema.description === undefined) return undefined;
  const key = [`note.${of}.${name}`, `note.${name}`].find(isKey);
  return key === undefined ? schema.description : t(key);
}

function Choices({ name, schema, value, change }: FieldProps) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : Array.isArray(schema.default) ? schema.default : [];
  return (
    <fieldset class="choices">
      <legend>{named("setting", name)}</legend>
      {(schema.items?.enum ?? []).map((one) => (
        <label key={String(one)} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={({ currentTarget }) =>
              change(currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other !== one))
            }
          />
          <span>{named("setting", String(one))}</span>
        </label>
      ))}
    </fieldset>
  );
}

function List({ id, name, schema, value, isRequired, change }: ControlProps) {
  const isOfNumbers = schema.items?.type === "integer" || schema.items?.type === "number";
  return (
    <textarea
      id={id}
      name={name}
      rows={2}
      required={isRequired}
      placeholder={shown(schema.default)}
      defaultValue={shown(value)}
      onInput={({ currentTarget }) => {
        const all = lines(currentTarget.value);
        change(all.length === 0 ? undefined : isOfNumbers ? all.map(Number) : all);
      }}
    />
  );
}

function Input({ id, name, schema, value, isRequired, change }: ControlProps) {
  const shared = { id, name, required: isRequired, placeholder: shown(schema.default), value: shown(value) };
  if (schema.type !== "integer" && schema.type !== "number")
    return <input {...shared} onInput={({ currentTarget }) => change(given(currentTarget.value))} />;
  return (
    <input
      {...shared}
      type="number"
      onInput={({ currentTarget }) => {
        const text = given(currentTarget.value);
        change(text === undefined ? undefined : Number(text));
      }}
    />
  );
}

function Select({ id, name, schema, value, change }: ControlProps) {
  return (
    <select
      id={id}
      name={name}
      value={shown(value ?? schema.default)}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    >
      {(schema.enum ?? []).map((one) => (
        <option key={String(one)} value={String(one)}>
          {named("setting", String(one))}
        </option>
      ))}
    </select>
  );
}

function Control(props: ControlProps) {
  const { schema } = props;
  if (schema.enum !== undefined) return <Select {...props} />;
  if (schema.type === "array") return <List {...props} />;
  return <Input {...props} />;
}

/** Whether something stands in a group of fields: one that may be left out needs none of them. */
const isGiven = (values: unknown): boolean =>
  Object.values((values ?? {}) as Values).some((value) => value !== undefined);

function Field(props: FieldProps) {
  const id = useId();
  const { of, name, schema, value, isRequired, change } = props;
  const note = noteOf(props);
  if (schema.properties !== undefined)
    return (
      <fieldset class="label-editor stack-form">
        <legend>{named("setting", name)}</legend>
        <SchemaFields
          of={of}
          schema={isRequired || isGiven(value) ? schema : { ...schema, required: [] }}
          values={(value ?? {}) as Values}
          change={(values) => change(isGiven(values) ? values : undefined)}
        />
      </fieldset>
    );
  if (schema.type === "array" && schema.items?.enum !== undefined) return <Choices {...props} />;
  if (schema.type === "boolean")
    return (
      <label class="choice">
        <input
          type="checkbox"
          name={name}
          checked={(value ?? schema.default) === true}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
        <span>
          {named("setting", name)}
          {note !== undefined && <span class="note"> {note}</span>}
        </span>
      </label>
    );
  return (
    <label for={id}>
      <span>
        {named("setting", name)}
        {isRequired && ` (${t("form.required")})`}
      </span>
      <Control {...props} id={id} />
      {note !== undefined && <span class="note">{note}</span>}
    </label>
  );
}

interface SchemaFieldsProps {
  /** Names what the schema is of, such as the type of a source. */
  readonly of: string;
  readonly schema: Schema;
  readonly values: Values;
  readonly change: (values: Values) => void;
}

/** Those that must be given first. */
export function SchemaFields({ of, schema, values, change }: SchemaFieldsProps) {
  const required = schema.required ?? [];
  const names = Object.keys(schema.properties ?? {});
  const ordered = [
    ...names.filter((name) => required.includes(name)),
    ...names.filter((name) => !required.includes(name)),
  ];
  return (
    <>
      {ordered.map((name) => (
        <Field
          key={name}
          of={of}
          name={name}
          schema={schema.properties![name]!}
          value={values[name]}
          isRequired={required.includes(name)}
          change={(value) => change({ ...values, [name]: value })}
        />
      ))}
    </>
  );
}
