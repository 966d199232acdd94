/** One question of a form as it is made: what is asked, how it is answered, and where it stands. */
import { type QuestionType, questionTypes } from "../../../src/model/form-names.ts";
import { hasBounds, type QuestionDraft } from "../form-draft.ts";
import { t } from "../messages/translate.ts";
import { Button } from "./button.tsx";
import { named } from "./small.tsx";

interface QuestionEditorProps {
  readonly question: QuestionDraft;
  readonly number: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly change: (question: QuestionDraft) => void;
  readonly move: (by: -1 | 1) => void;
  readonly remove: () => void;
}

interface FlagProps {
  readonly title: string;
  readonly isSet: boolean;
  readonly set: (isSet: boolean) => void;
}

const Flag = ({ title, isSet, set }: FlagProps) => (
  <label class="choice">
    <input type="checkbox" checked={isSet} onChange={({ currentTarget }) => set(currentTarget.checked)} />
    <span>{title}</span>
  </label>
);

type PartProps = Pick<QuestionEditorProps, "question" | "change">;

function Flags({ question, change }: PartProps) {
  const { question_type: type, required, multiple, metadata } = question;
  return (
    <div class="choices">
      <Flag title={t("build.required")} isSet={required} set={(isSet) => change({ ...question, required: isSet })} />
      {type === "multiple_choice" && (
        <Flag title={t("build.multiple")} isSet={multiple} set={(isSet) => change({ ...question, multiple: isSet })} />
      )}
      {type === "text" && (
        <Flag
          title={t("build.private")}
          isSet={metadata.private === true}
          set={(isSet) => {
            const { private: _, ...rest } = metadata;
            change({ ...question, metadata: isSet ? { ...rest, private: true } : rest });
          }}
        />
      )}
    </div>
  );
}

function Bounds({ question, change }: PartProps) {
  if (!hasBounds(question.question_type)) return null;
  const kind = question.question_type === "date" ? "date" : "number";
  return (
    <div class="bounds">
      {(["min", "max"] as const).map((name) => (
        <label key={name}>
          {t(`build.${name}`)}
          <input
            type={kind}
            step="any"
            value={question[name]}
            onInput={({ currentTarget }) => change({ ...question, [name]: currentTarget.value })}
          />
        </label>
      ))}
    </div>
  );
}

export function QuestionEditor({ question, number, isFirst, isLast, change, move, remove }: QuestionEditorProps) {
  const { question_text, question_type, choices } = question;
  const ofThis = (words: string) => `${words}: ${t("build.question", { number })}`;
  return (
    <fieldset class="label-editor stack-form">
      <legend>{t("build.question", { number })}</legend>
      <label>
        {t("build.text")}
        <input
          required
          maxLength={2_000}
          value={question_text}
          onInput={({ currentTarget }) => change({ ...question, question_text: currentTarget.value })}
        />
      </label>
      <label>
        {t("build.type")}
        <select
          value={question_type}
          onChange={({ currentTarget }) => change({ ...question, question_type: currentTarget.value as QuestionType })}
        >
          {questionTypes.map((type) => (
            <option key={type} value={type}>
              {named("question", type)}
            </option>
          ))}
        </select>
      </label>
      {question_type === "multiple_choice" && (
        <label>
          {t("build.choices")}
          <textarea
            rows={4}
            required
            value={choices}
            onInput={({ currentTarget }) => change({ ...question, choices: currentTarget.value })}
          />
        </label>
      )}
      <Bounds question={question} change={change} />
      <Flags question={question} change={change} />
      <div class="tools">
        <Button type="button" isOff={isFirst} aria-label={ofThis(t("build.up"))} onClick={() => move(-1)}>
          ↑
        </Button>
        <Button type="button" isOff={isLast} aria-label={ofThis(t("build.down"))} onClick={() => move(1)}>
          ↓
        </Button>
        <button type="button" class="quiet" aria-label={ofThis(t("build.remove"))} onClick={remove}>
          {t("build.remove")}
        </button>
      </div>
    </fieldset>
  );
}
