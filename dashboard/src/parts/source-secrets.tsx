/** The secrets of a source: called as its provider calls them, and those asked for that it cannot do without. */
import type { SourceType } from "../../../src/model/source.ts";
import type { SourceView } from "../../../src/operations/sources.ts";
import { isKey, t } from "../messages/translate.ts";
import { named } from "./small.tsx";

interface SecretFieldsProps {
  readonly of: SourceType;
  readonly names: readonly string[];
  readonly needed: readonly string[];
  readonly kept: SourceView["secrets"];
}

function secretName(of: SourceType, name: string): string {
  const key = `secret.${of}.${name}`;
  return isKey(key) ? t(key) : named("secret", name);
}

export const SecretFields = ({ of, names, needed, kept }: SecretFieldsProps) =>
  names.length === 0 ? null : (
    <fieldset class="label-editor stack-form">
      <legend>{t("sources.secrets")}</legend>
      <p class="note">{t("sources.secretsNote")}</p>
      {names.map((name) => {
        const isNeeded = needed.includes(name) && kept[name] === undefined;
        return (
          <label key={name}>
            <span>
              {secretName(of, name)}
              {isNeeded && ` (${t("form.required")})`}
            </span>
            <input
              name={`secret ${name}`}
              type="password"
              autocomplete="off"
              required={isNeeded}
              placeholder={kept[name] === undefined ? "" : t("sources.secretKept", { hint: kept[name].hint })}
            />
          </label>
        );
      })}
    </fieldset>
  );

/** Those that were typed. */
export function secretsOf(form: FormData, names: readonly string[]): Readonly<Record<string, string>> {
  const typed = names.map((name) => [name, String(form.get(`secret ${name}`) ?? "").trim()] as const);
  return Object.fromEntries(typed.filter(([, value]) => value !== ""));
}
