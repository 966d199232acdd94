/** One label of an app as it is edited: its name, and the labels below it with what people would say. */
import { type Label, replaced, without } from "../app-labels.ts";
import { t } from "../messages/translate.ts";
import { Written } from "./small.tsx";

interface LabelEditorProps {
  readonly label: Label;
  readonly number: number;
  readonly change: (label: Label) => void;
  readonly remove: () => void;
}

interface NameFieldProps {
  readonly title: string;
  /** Where all see what it is: the title is told to screen readers alone. */
  readonly isPlain?: boolean;
  readonly value: string;
  readonly change: (name: string) => void;
}

/** On as many lines as the name needs; a break within is a blank. */
const NameField = ({ title, isPlain = false, value, change }: NameFieldProps) => (
  <label class="name">
    <span class={isPlain ? "visually-hidden" : undefined}>{title}</span>
    <textarea
      rows={1}
      value={value}
      maxLength={300}
      onInput={({ currentTarget }) => change(currentTarget.value.replace(/\s*\n\s*/g, " "))}
    />
  </label>
);

export function LabelEditor({ label, number, change, remove }: LabelEditorProps) {
  const { name, parts } = label;
  return (
    <fieldset class="label-editor">
      <legend>{t("register.label", { number })}</legend>
      <div class="toolbar">
        <NameField
          title={t("register.labelName")}
          isPlain
          value={name}
          change={(changed) => change({ ...label, name: changed })}
        />
        <button type="button" class="quiet" onClick={remove}>
          {t("register.remove")}
        </button>
      </div>
      {parts.map((part, at) => (
        <details key={at}>
          <summary>
            <Written>{part.name === "" ? t("register.newPart") : part.name}</Written>
          </summary>
          <div class="stack-form">
            <NameField
              title={t("register.partName")}
              value={part.name}
              change={(changed) => change({ ...label, parts: replaced(parts, at, { ...part, name: changed }) })}
            />
            <label>
              {t("register.utterances")}
              <textarea
                rows={4}
                value={part.utterances}
                onInput={({ currentTarget }) =>
                  change({ ...label, parts: replaced(parts, at, { ...part, utterances: currentTarget.value }) })
                }
              />
            </label>
            <button type="button" class="quiet" onClick={() => change({ ...label, parts: without(parts, at) })}>
              {t("register.remove")}
            </button>
          </div>
        </details>
      ))}
      <button
        type="button"
        class="quiet"
        onClick={() => change({ ...label, parts: [...parts, { name: "", utterances: "" }] })}
      >
        {t("register.addPart")}
      </button>
    </fieldset>
  );
}
