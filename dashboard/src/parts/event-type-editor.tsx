/** The schema of an event type as text, to be put right before it is set; of a proposal with what it would have refused. */
import { useState } from "preact/hooks";
import type { EventType, EventTypeMode } from "../../../src/model/event-type.ts";
import type { Proposal } from "../../../src/operations/event-proposals.ts";
import { ask } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import { Button } from "./button.tsx";
import { named, Written } from "./small.tsx";
import { ProblemNote } from "./states.tsx";
import { DataTable } from "./table.tsx";

const modes = ["enforce", "warn"] as const satisfies readonly EventTypeMode[];
export const pretty = (schema: unknown): string => JSON.stringify(schema, null, 2);

/** What is set or changed: a type as it is, or a proposal. */
export interface Draft extends Pick<EventType, "category" | "name" | "schema" | "mode"> {
  readonly proposal?: Proposal;
}

function Refused({ proposal }: { readonly proposal: Proposal }) {
  const { events, refused } = proposal;
  return (
    <>
      <p>{t("types.proposed", { count: events, refused: refused.events })}</p>
      {refused.fields.length > 0 && (
        <DataTable
          name={t("types.refusedFields")}
          columns={[{ title: t("field.field") }, { title: t("field.count"), isNumber: true }]}
        >
          {refused.fields.map(({ field, count }) => (
            <tr key={field}>
              <th scope="row">
                <Written>{field}</Written>
              </th>
              <td class="number">{showCount(count)}</td>
            </tr>
          ))}
        </DataTable>
      )}
      {refused.examples.slice(0, 3).map(({ id, errors }) => (
        <p key={id} class="note">
          <Written>{id}</Written>: {errors.map(({ field, message }) => `${field} ${message}`).join("; ")}
        </p>
      ))}
    </>
  );
}

/** A schema as text, to be put right before it is set. */
export function TypeEditor({ draft, done }: { readonly draft: Draft; readonly done: () => void }) {
  const { category, name, proposal } = draft;
  const [text, setText] = useState(pretty(draft.schema));
  const [mode, setMode] = useState<EventTypeMode>(draft.mode);
  const [wrong, setWrong] = useState<string>();
  const { isBusy, problem, send } = useSending();
  const set = async (): Promise<void> => {
    setWrong(undefined);
    let schema: unknown;
    try {
      schema = JSON.parse(text);
    } catch (error) {
      setWrong(t("types.notJson", { why: (error as Error).message }));
      return;
    }
    if (await send(() => ask("/api/v1/event-types", { method: "PUT", json: { category, name, mode, schema } }))) done();
  };
  return (
    <form
      class="stack-form"
      onSubmit={(event) => {
        event.preventDefault();
        void set();
      }}
    >
      <h3>
        <Written>{category}</Written>: <Written>{name}</Written>
      </h3>
      {proposal !== undefined && <Refused proposal={proposal} />}
      <label>
        {t("types.schema")}
        <textarea
          rows={14}
          class="source"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <label>
        {t("types.mode")}
        <select value={mode} onChange={({ currentTarget }) => setMode(currentTarget.value as EventTypeMode)}>
          {modes.map((one) => (
            <option key={one} value={one}>
              {named("mode", one)}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" class="primary" isOff={isBusy}>
        {t("types.set")}
      </Button>
      {wrong !== undefined && <p role="alert">{wrong}</p>}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </form>
  );
}
