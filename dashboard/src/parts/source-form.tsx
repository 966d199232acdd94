/** Registering a source and changing one: what it needs, asked for as its kind says. */
import { useState } from "preact/hooks";
import type { ListOf } from "../../../src/operations/insights.ts";
import type { SourceView } from "../../../src/operations/sources.ts";
import { ask } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { rich, t } from "../messages/translate.ts";
import { address } from "../router.ts";
import { type Asked, needsOf, twinOf } from "../source-needs.ts";
import { Button } from "./button.tsx";
import { Copy } from "./copy.tsx";
import { SchemaFields, type Values, withRequired } from "./schema-form.tsx";
import { named, Written } from "./small.tsx";
import { LimitFields, limitsOf } from "./source-limits.tsx";
import { SecretFields, secretsOf } from "./source-secrets.tsx";
import { type SourceKind, sourceApi, sourcePath } from "./source-state.tsx";
import { ProblemNote } from "./states.tsx";
import { submitted } from "./submitted.ts";

/** All that a source shows, in practice: as the API has it. */
const DEFAULT_BACKFILL_DAYS = 3_650;

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

/** As it would be registered. */
function registrationOf(form: FormData, kind: SourceKind, { modes, settings }: Omit<Asked, "type">) {
  const name = text(form, "name");
  return {
    type: kind.type,
    app: text(form, "app"),
    modes,
    settings,
    secrets: secretsOf(form, kind.secrets),
    ...(name === "" ? {} : { name }),
    ...(modes.includes("pull") ? { ...scheduleOf(form), ...limitsOf(form) } : {}),
  };
}

/** One that is registered already and reads the same. */
async function findTwin({ type, settings }: SourceKind, app: string, given: Values): Promise<SourceView | undefined> {
  const { items } = await ask<ListOf<SourceView>>(address("/api/v1/sources", { type, app, limit: "100" }));
  return twinOf(given, settings, items);
}

const Twin = ({ twin }: { readonly twin: SourceView }) => (
  <p class="problem-note" role="alert">
    <span>
      {rich("sources.twin", {
        name: (
          <a href={sourcePath(twin.id)}>
            <Written>{twin.name}</Written>
          </a>
        ),
      })}
    </span>
  </p>
);

interface ModeChoicesProps {
  readonly kind: SourceKind;
  readonly chosen: SourceView["modes"];
  /** Undefined: as is usual for the kind. */
  readonly change: (modes: SourceView["modes"] | undefined) => void;
}

const ModeChoices = ({ kind, chosen, change }: ModeChoicesProps) =>
  kind.modes.length > 1 && (
    <fieldset class="choices">
      <legend>{t("sources.modes")}</legend>
      {kind.modes.map((mode) => (
        <label key={mode} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(mode)}
            onChange={({ currentTarget }) => {
              const next = kind.modes.filter((one) => (one === mode ? currentTarget.checked : chosen.includes(one)));
              change(next.length === 0 ? undefined : next);
            }}
          />
          <span>{named("mode", mode)}</span>
        </label>
      ))}
    </fieldset>
  );

export function RegisterSource({ kinds, apps }: RegisterProps) {
  const [type, setType] = useState(kinds[0]?.type);
  const [settings, setSettings] = useState<Values>({});
  const [modes, setModes] = useState<SourceView["modes"]>();
  const [made, setMade] = useState<Registered>();
  /** Told of: registered all the same when it is sent again. */
  const [twin, setTwin] = useState<SourceView>();
  const { isBusy, problem, send } = useSending();
  const kind = kinds.find((one) => one.type === type);
  if (kind === undefined) return null;
  const chosen = modes ?? kind.modes.slice(0, 1);
  const needs = needsOf({ type: kind.type, modes: chosen, settings });
  const register = (element: HTMLFormElement) => {
    const json = registrationOf(new FormData(element), kind, { modes: chosen, settings });
    setMade(undefined);
    return send(async () => {
      const found = twin === undefined ? await findTwin(kind, json.app, settings) : undefined;
      setTwin(found);
      if (found !== undefined) return;
      setMade(await ask<Registered>("/api/v1/sources", { method: "POST", json }));
      setSettings({});
      element.reset();
    });
  };
  return (
    <form
      class="stack-form"
      onInput={() => setTwin(undefined)}
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
      <ModeChoices kind={kind} chosen={chosen} change={setModes} />
      <SchemaFields
        key={type}
        of={kind.type}
        schema={withRequired(kind.settings, needs.settings)}
        values={settings}
        change={setSettings}
      />
      <SecretFields of={kind.type} names={kind.secrets} needed={needs.secrets} kept={{}} />
      {chosen.includes("pull") && (
        <>
          <ScheduleFields schedule="every 15m" backfill_days={DEFAULT_BACKFILL_DAYS} />
          <LimitFields />
        </>
      )}
      <Button type="submit" class="primary" isOff={isBusy}>
        {t(twin === undefined ? "sources.register" : "sources.registerTwin")}
      </Button>
      {twin !== undefined && <Twin twin={twin} />}
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
  const needs = needsOf({ ...source, settings });
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
      <SchemaFields
        of={source.type}
        schema={withRequired(kind.settings, needs.settings)}
        values={settings}
        change={setSettings}
      />
      <SecretFields of={source.type} names={kind.secrets} needed={needs.secrets} kept={source.secrets} />
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
