/** Registering a source and changing one: what it needs, asked for as its kind says. */
import { useState } from "preact/hooks";
import type { SourceView } from "../../../src/operations/sources.ts";
import { ask } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { t } from "../messages/translate.ts";
import { Button } from "./button.tsx";
import { Copy } from "./copy.tsx";
import { SchemaFields, type Values } from "./schema-form.tsx";
import { named, Written } from "./small.tsx";
import { LimitFields, limitsOf } from "./source-limits.tsx";
import { type SourceKind, sourceApi, sourcePath } from "./source-state.tsx";
import { ProblemNote } from "./states.tsx";
import { submitted } from "./submitted.ts";

/** All that a source shows, in practice: as the API has it. */
const DEFAULT_BACKFILL_DAYS = 3_650;

interface SecretFieldsProps {
  readonly names: readonly string[];
  readonly kept: SourceView["secrets"];
}

const SecretFields = ({ names, kept }: SecretFieldsProps) =>
  names.length === 0 ? null : (
    <fieldset class="label-editor stack-form">
      <legend>{t("sources.secrets")}</legend>
      <p class="note">{t("sources.secretsNote")}</p>
      {names.map((name) => (
        <label key={name}>
          {named("secret", name)}
          <input
            name={`secret ${name}`}
            type="password"
            autocomplete="off"
            placeholder={kept[name] === undefined ? "" : t("sources.secretKept", { hint: kept[name].hint })}
          />
        </label>
      ))}
    </fieldset>
  );

/** Those that were typed. */
function secretsOf(form: FormData, names: readonly string[]): Readonly<Record<string, string>> {
  const typed = names.map((name) => [name, String(form.get(`secret ${name}`) ?? "").trim()] as const);
  return Object.fromEntries(typed.filter(([, value]) => value !== ""));
}

const ScheduleFields = ({ schedule, backfill_days }: Pick<SourceView, "schedule" | "backfill_days">) => (
  <>
    <label>
      {t("sources.schedule")}
      <input name="schedule" required maxLength={200} defaultValue={schedule} />
      <span class="note">{t("sources.scheduleNote")}</span>
    </label>
    <label>
      {t("sources.backfill")}
      <input name="backfill_days" type="number" required min={0} max={36_500} defaultValue={backfill_days} />
    </label>
  </>
);

/** Of a source that is pulled. */
const scheduleOf = (form: FormData) => ({
  schedule: text(form, "schedule"),
  backfill_days: Number(text(form, "backfill_days")),
});

type Registered = SourceView & { readonly push_url?: string; readonly push_secret?: string };

const Made = ({ made }: { readonly made: Registered }) => (
  <div class="stacked">
    <p>
      {t("sources.registered")}{" "}
      <a href={sourcePath(made.id)}>
        <Written>{made.name}</Written>
      </a>
    </p>
    {made.push_url !== undefined && <Copy label={t("sources.pushAddress")} text={made.push_url} />}
    {made.push_secret !== undefined && (
      <>
        <p>{t("sources.pushSecret")}</p>
        <Copy label={named("secret", "webhook_secret")} text={made.push_secret} />
      </>
    )}
  </div>
);

interface RegisterProps {
  readonly kinds: readonly SourceKind[];
  readonly apps: readonly string[];
}

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

export function RegisterSource({ kinds, apps }: RegisterProps) {
  const [type, setType] = useState(kinds[0]?.type);
  const [settings, setSettings] = useState<Values>({});
  const [modes, setModes] = useState<SourceView["modes"]>();
  const [made, setMade] = useState<Registered>();
  const { isBusy, problem, send } = useSending();
  const kind = kinds.find((one) => one.type === type);
  if (kind === undefined) return null;
  const chosen = modes ?? kind.modes.slice(0, 1);
  const register = (element: HTMLFormElement) => {
    const form = new FormData(element);
    const name = text(form, "name");
    const json = {
      type,
      app: text(form, "app"),
      modes: chosen,
      settings,
      secrets: secretsOf(form, kind.secrets),
      ...(name === "" ? {} : { name }),
      ...(chosen.includes("pull") ? { ...scheduleOf(form), ...limitsOf(form) } : {}),
    };
    return send(async () => {
      setMade(await ask<Registered>("/api/v1/sources", { method: "POST", json }));
      setSettings({});
      element.reset();
    });
  };
  return (
    <form
      class="stack-form"
      onSubmit={(event) => {
        event.preventDefault();
        void register(event.currentTarget);
      }}
    >
      <label>
        {t("sources.type")}
        <select
          value={type}
          onChange={({ currentTarget }) => {
            setType(kinds.find((one) => one.type === currentTarget.value)?.type);
            setSettings({});
            setModes(undefined);
          }}
        >
          {kinds.map((one) => (
            <option key={one.type} value={one.type}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("sources.app")}
        <input name="app" required maxLength={200} list="known-apps" />
        <datalist id="known-apps">
          {apps.map((app) => (
            <option key={app} value={app} />
          ))}
        </datalist>
      </label>
      <label>
        {t("sources.name")}
        <input name="name" maxLength={200} />
      </label>
      {kind.modes.length > 1 && (
        <fieldset class="choices">
          <legend>{t("sources.modes")}</legend>
          {kind.modes.map((mode) => (
            <label key={mode} class="choice">
              <input
                type="checkbox"
                checked={chosen.includes(mode)}
                onChange={({ currentTarget }) => {
                  const next = kind.modes.filter((one) =>
                    one === mode ? currentTarget.checked : chosen.includes(one),
                  );
                  setModes(next.length === 0 ? undefined : next);
                }}
              />
              <span>{named("mode", mode)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <SchemaFields key={type} of={kind.type} schema={kind.settings} values={settings} change={setSettings} />
      <SecretFields names={kind.secrets} kept={{}} />
      {chosen.includes("pull") && (
        <>
          <ScheduleFields schedule="every 15m" backfill_days={DEFAULT_BACKFILL_DAYS} />
          <LimitFields />
        </>
      )}
      <Button type="submit" class="primary" isOff={isBusy}>
        {t("sources.register")}
      </Button>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div role="status">{made !== undefined && <Made made={made} />}</div>
    </form>
  );
}

interface ChangeProps {
  readonly source: SourceView;
  readonly kind: SourceKind;
}

export function ChangeSource({ source, kind }: ChangeProps) {
  const [settings, setSettings] = useState<Values>(source.settings);
  const [isSaved, setSaved] = useState(false);
  const { isBusy, problem, send } = useSending();
  return (
    <form
      class="stack-form"
      onSubmit={submitted((form) => {
        const json = {
          name: text(form, "name"),
          settings,
          secrets: secretsOf(form, kind.secrets),
          // What is left empty is taken away.
          ...(source.modes.includes("pull")
            ? { ...scheduleOf(form), lookback: null, budget: null, ...limitsOf(form) }
            : {}),
        };
        setSaved(false);
        void send(() => ask(sourceApi(source.id), { method: "PATCH", json })).then(setSaved);
      })}
    >
      <label>
        {t("field.name")}
        <input name="name" required maxLength={200} defaultValue={source.name} />
      </label>
      <SchemaFields of={source.type} schema={kind.settings} values={settings} change={setSettings} />
      <SecretFields names={kind.secrets} kept={source.secrets} />
      {source.modes.includes("pull") && (
        <>
          <ScheduleFields schedule={source.schedule} backfill_days={source.backfill_days} />
          <LimitFields lookback={source.lookback} budget={source.budget} />
        </>
      )}
      <Button type="submit" isOff={isBusy}>
        {t("sources.save")}
      </Button>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p role="status">{isSaved && t("sources.saved")}</p>
    </form>
  );
}
