/** The message that who answered a form is sent: by which way, to which number, and what it says. */
import { receiptChannels } from "../../../src/model/receipt-names.ts";
import type { QuestionDraft, ReceiptDraft } from "../form-draft.ts";
import { t } from "../messages/translate.ts";
import { named } from "./small.tsx";

interface ReceiptFieldsProps {
  readonly receipt: ReceiptDraft;
  readonly questions: readonly QuestionDraft[];
  readonly change: (receipt: ReceiptDraft) => void;
}

interface QuestionChoiceProps {
  readonly title: string;
  readonly value: string;
  readonly questions: readonly QuestionDraft[];
  readonly isRequired?: boolean;
  readonly choose: (question: string) => void;
}

/** By its id, or by its text before it has one. */
const QuestionChoice = ({ title, value, questions, isRequired = false, choose }: QuestionChoiceProps) => (
  <label>
    {title}
    <select value={value} required={isRequired} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      <option value="">–</option>
      {questions.map(({ key, id, question_text }) => (
        <option key={key} value={id ?? question_text}>
          {question_text}
        </option>
      ))}
    </select>
  </label>
);

export function ReceiptFields({ receipt, questions, change }: ReceiptFieldsProps) {
  const { channel, to_question, consent_question, template, url } = receipt;
  return (
    <fieldset class="label-editor stack-form">
      <legend>{t("build.receipt")}</legend>
      <label>
        {t("build.channel")}
        <select value={channel} onChange={({ currentTarget }) => change({ ...receipt, channel: currentTarget.value })}>
          <option value="">{t("build.receiptOff")}</option>
          {receiptChannels.map((one) => (
            <option key={one} value={one}>
              {named("receiptChannel", one)}
            </option>
          ))}
        </select>
      </label>
      {channel !== "" && (
        <>
          {channel === "webhook" && (
            <label>
              {t("build.receiptUrl")}
              <input
                type="url"
                required
                value={url}
                onInput={({ currentTarget }) => change({ ...receipt, url: currentTarget.value })}
              />
            </label>
          )}
          <QuestionChoice
            title={t("build.to")}
            value={to_question}
            questions={questions.filter(({ question_type: type }) => type === "phone" || type === "text")}
            isRequired={channel === "sms"}
            choose={(chosen) => change({ ...receipt, to_question: chosen })}
          />
          <QuestionChoice
            title={t("build.consent")}
            value={consent_question}
            questions={questions.filter(({ question_type: type }) => type === "boolean")}
            choose={(chosen) => change({ ...receipt, consent_question: chosen })}
          />
          <label>
            {t("build.template")}
            <textarea
              rows={3}
              required
              maxLength={1_400}
              value={template}
              onInput={({ currentTarget }) => change({ ...receipt, template: currentTarget.value })}
            />
            <span class="note">{t("build.templateNote")}</span>
          </label>
        </>
      )}
    </fieldset>
  );
}
