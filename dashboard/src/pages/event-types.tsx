/** Event types: their schemas in versions, whether they enforce or warn, and a schema proposed from what was sent. */
import { useState } from "preact/hooks";
import type { EventSettings, EventType } from "../../../src/model/event-type.ts";
import type { Proposal } from "../../../src/operations/event-proposals.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import type { EventsView } from "../../../src/operations/views/events.ts";
import { ask, useData } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { showCount, showDay } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { Code } from "../parts/code.tsx";
import { type Draft, pretty, TypeEditor } from "../parts/event-type-editor.tsx";
import { Card, Chip, Day, named, Written } from "../parts/small.tsx";
import { Empty, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { type Undoable, UndoNotice, useUndoable } from "../parts/undoable.tsx";
import { address } from "../router.ts";

interface ProposeProps {
  readonly propose: (draft: Draft) => void;
}

function Propose({ propose }: ProposeProps) {
  const [category, setCategory] = useState("");
  const [name, setName] = useState("");
  const view = useData<EventsView>(
    address("/api/v1/views/events", { category: category === "" ? undefined : category, limit: "1" }),
    { keepOld: true },
  );
  const { isBusy, problem, send } = useSending();
  const { facets } = view.data ?? {};
  const make = () =>
    send(async () => {
      const proposal = await ask<Proposal>(address("/api/v1/event-types/propose", { category, name }));
      propose({ category, name, schema: proposal.schema, mode: "warn", proposal });
    });
  const choices = [
    ["category", category, setCategory, facets?.category ?? []],
    ["event", name, setName, category === "" ? [] : (facets?.name ?? [])],
  ] as const;
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      {choices.map(([field, value, set, options]) => (
        <label key={field} class="grows">
          {named("field", field)}
          <select
            required
            value={value}
            onChange={({ currentTarget }) => {
              set(currentTarget.value);
              if (field === "category") setName("");
            }}
          >
            <option value="">{t("compare.choose")}</option>
            {options.map((one) => (
              <option key={one.value} value={one.value}>
                {one.value} ({showCount(one.count)})
              </option>
            ))}
          </select>
        </label>
      ))}
      <Button type="submit" isOff={isBusy || category === "" || name === ""}>
        {t("types.proposeDo")}
      </Button>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </form>
  );
}

function Versions({ type }: { readonly type: EventType }) {
  return (
    <details>
      <summary>{t("types.schema")}</summary>
      <Code text={pretty(type.schema)} />
      {type.versions.slice(1).map(({ version, at, schema, mode }) => (
        <details key={version}>
          <summary>
            {t("types.versionOf", { version, day: showDay(at) })} · {named("mode.short", mode)}
          </summary>
          <Code text={pretty(schema)} />
        </details>
      ))}
    </details>
  );
}

interface TypeLineProps {
  readonly type: EventType;
  readonly mayChange: boolean;
  readonly edit: () => void;
  readonly undoable: Undoable;
}

function TypeLine({ type, mayChange, edit, undoable }: TypeLineProps) {
  const { id, category, name, mode, version, updated_at } = type;
  const remove = () =>
    undoable.plan({
      id,
      words: t("types.deleted", { name: `${category}: ${name}` }),
      work: () => ask(`/api/v1/event-types/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true }),
    });
  return (
    <li class="ticket">
      <h3>
        <Written>{category}</Written>: <Written>{name}</Written>
      </h3>
      <p class="meta">
        <Chip kind={mode === "enforce" ? "sure-sure" : "priority-high"}>{named("mode.short", mode)}</Chip>
        {t("types.version")} {version} · <Day at={updated_at} />
        {mayChange && (
          <>
            <button type="button" class="quiet" onClick={edit}>
              {t("types.edit")}
            </button>
            <button type="button" class="quiet" onClick={remove}>
              {t("types.delete")}
            </button>
          </>
        )}
      </p>
      <Versions type={type} />
    </li>
  );
}

function Strict({ mayChange }: { readonly mayChange: boolean }) {
  const settings = useData<EventSettings>("/api/v1/event-settings");
  const { isBusy, problem, send } = useSending();
  if (settings.data === undefined) return null;
  const set = (strict: boolean) => send(() => ask("/api/v1/event-settings", { method: "PUT", json: { strict } }));
  return (
    <>
      <label class="choice">
        <input
          type="checkbox"
          checked={settings.data.strict}
          disabled={!mayChange}
          aria-disabled={isBusy || undefined}
          onClick={(event) => {
            if (isBusy) event.preventDefault();
          }}
          onChange={({ currentTarget }) => void set(currentTarget.checked)}
        />
        <span>{t("types.strict")}</span>
      </label>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </>
  );
}

export function EventTypes({ frame }: PageProps) {
  const list = useData<ListOf<EventType>>("/api/v1/event-types?limit=500");
  const [draft, setDraft] = useState<Draft>();
  const [isSet, setSet] = useState(false);
  const undoable = useUndoable();
  const mayChange = frame?.scopes.includes("admin") === true;
  const begin = (next: Draft): void => {
    setSet(false);
    setDraft(next);
  };
  return (
    <>
      <UndoNotice undoable={undoable} />
      <div class="grid">
        <Card id="types" title={t("types.title")}>
          <div class="stacked">
            <Strict mayChange={mayChange} />
            <WhenLoaded of={list}>
              {({ items }) =>
                items.length === 0 ? (
                  <Empty>{t("types.none")}</Empty>
                ) : (
                  <ul class="tickets">
                    {items
                      .filter(({ id }) => id !== undoable.planned?.id)
                      .map((type) => (
                        <TypeLine
                          key={type.id}
                          type={type}
                          mayChange={mayChange}
                          edit={() => begin(type)}
                          undoable={undoable}
                        />
                      ))}
                  </ul>
                )
              }
            </WhenLoaded>
          </div>
        </Card>
        {mayChange && (
          <Card id="draft" title={t("types.propose")} note={t("types.proposeNote")}>
            <div class="stacked">
              <Propose propose={begin} />
              {draft !== undefined && (
                <TypeEditor
                  key={`${draft.category} ${draft.name} ${draft.proposal === undefined}`}
                  draft={draft}
                  done={() => {
                    setDraft(undefined);
                    setSet(true);
                  }}
                />
              )}
              <p role="status">{isSet && t("types.isSet")}</p>
            </div>
          </Card>
        )}
      </div>
    </>
  );
}
