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

export function LabelEditor({ label, number, change, remove }: LabelEditorProps) {
  const { name, parts } = label;
  return (
    <fieldset class="label-editor">
      <legend>{t("register.label", { number })}</legend>
      <div class="toolbar">
        <input
          aria-label={t("register.labelName")}
          value={name}
          maxLength={300}
          onInput={({ currentTarget }) => change({ ...label, name: currentTarget.value })}
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
            <label>
              {t("register.partName")}
              <input
                value={part.name}
                maxLength={300}
                onInput={({ currentTarget }) =>
                  change({ ...label, parts: replaced(parts, at, { ...part, name: currentTarget.value }) })
                }
              />
            </label>
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
