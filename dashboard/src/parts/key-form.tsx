/** Making a key: what it may do, or what a page sends with it; shown this once. */
import { useState } from "preact/hooks";
import type { KeyPipeline, Scope } from "../../../src/model/key.ts";
import { ask, holdingSignIn } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { t } from "../messages/translate.ts";
import { Button } from "./button.tsx";
import { Copy } from "./copy.tsx";
import { named } from "./small.tsx";
import { ProblemNote } from "./states.tsx";
import { submitted } from "./submitted.ts";
import type { Tenant } from "./tenants.tsx";

const scopes = ["read", "ingest", "admin"] as const satisfies readonly Scope[];
const pipelines = ["events", "feedback", "responses"] as const satisfies readonly KeyPipeline[];
const kinds = ["secret", "publishable"] as const;

interface KeyFormProps {
  /** One's own. */
  readonly tenant: string;
  /** That keys may be made for; none where only for one's own. */
  readonly tenants: readonly Tenant[];
  /** From this one on every request needs a key. */
  readonly isFirst: boolean;
}

interface BoxesProps {
  readonly title: string;
  readonly field: string;
  readonly group: string;
  readonly options: readonly string[];
}

const Boxes = ({ title, field, group, options }: BoxesProps) => (
  <fieldset class="choices">
    <legend>{title}</legend>
    {options.map((one, at) => (
      <label key={one} class="choice">
        <input type="checkbox" name={field} value={one} defaultChecked={at === 0} />
        <span>{named(group, one)}</span>
      </label>
    ))}
  </fieldset>
);

function bodyOf(form: FormData, kind: (typeof kinds)[number]) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const origins = text("origins")
    .split(/\s+/)
    .filter((line) => line !== "");
  return {
    name: text("name"),
    kind,
    ...(text("application") === "" ? {} : { application: text("application") }),
    ...(kind === "secret" ? { scopes: form.getAll("scopes") } : { pipelines: form.getAll("pipelines") }),
    ...(kind === "publishable" && origins.length > 0 ? { origins } : {}),
  };
}

interface RightsProps extends Omit<KeyFormProps, "isFirst"> {
  readonly kind: (typeof kinds)[number];
  readonly setKind: (kind: (typeof kinds)[number]) => void;
}

const Rights = ({ kind, setKind, tenant, tenants }: RightsProps) => (
  <>
    {tenants.length > 1 && (
      <label>
        {t("tenants.of")}
        <select name="tenant">
          <option value="">{t("tenants.own", { tenant })}</option>
          {tenants
            .filter(({ id }) => id !== tenant)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </select>
      </label>
    )}
    <label>
      {t("keys.kind")}
      <select
        value={kind}
        onChange={({ currentTarget }) => setKind(currentTarget.value === "secret" ? "secret" : "publishable")}
      >
        {kinds.map((one) => (
          <option key={one} value={one}>
            {t(`keys.kind.${one}`)}
          </option>
        ))}
      </select>
    </label>
    {kind === "secret" ? (
      <Boxes title={t("keys.scopes")} field="scopes" group="scope" options={scopes} />
    ) : (
      <>
        <Boxes title={t("keys.pipelines")} field="pipelines" group="keyPipeline" options={pipelines} />
        <label>
          {t("keys.origins")}
          <textarea name="origins" rows={2} placeholder="https://www.example.com" />
        </label>
      </>
    )}
    <label>
      {t("keys.application")}
      <input name="application" maxLength={200} />
    </label>
  </>
);

export function KeyForm({ tenant, tenants, isFirst: isNone }: KeyFormProps) {
  const [kind, setKind] = useState<(typeof kinds)[number]>("secret");
  const [made, setMade] = useState<{ readonly key: string; readonly isOurs: boolean }>();
  const { isBusy, problem, send } = useSending();
  // The list may not know it yet.
  const isFirst = isNone && made === undefined;
  const make = async (form: FormData): Promise<void> => {
    const of = String(form.get("tenant") ?? "");
    const path = of === "" ? "/api/v1/keys" : `/api/v1/tenants/${encodeURIComponent(of)}/keys`;
    const json = isFirst ? { name: String(form.get("name")), scopes: ["admin"] } : bodyOf(form, kind);
    const { key } = await ask<{ readonly key: string }>(path, { method: "POST", json });
    setMade({ key, isOurs: false });
    if (!isFirst) return;
    // Whoever made it goes on with it: without, this page could ask for nothing more.
    await ask("/api/v1/session", { method: "POST", json: { key } });
    setMade({ key, isOurs: true });
  };
  return (
    <form
      class="stack-form"
      onSubmit={submitted((form) => {
        void send(() => holdingSignIn(() => make(form)));
      })}
    >
      <label>
        {t("keys.name")}
        <input name="name" required maxLength={200} />
      </label>
      {!isFirst && <Rights kind={kind} setKind={setKind} tenant={tenant} tenants={tenants} />}
      {isFirst && <p class="note">{t("keys.firstNote")}</p>}
      <Button type="submit" class="primary" isOff={isBusy}>
        {t("keys.make")}
      </Button>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div role="status">
        {made !== undefined && (
          <>
            <p>
              <b>{t("keys.made")}</b>
            </p>
            <Copy label={t("keys.made")} text={made.key} />
            {made.isOurs && <p>{t("keys.signedIn")}</p>}
          </>
        )}
      </div>
    </form>
  );
}
