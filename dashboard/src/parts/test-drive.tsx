/** An app's labels tried on pasted reviews; nothing is stored. */
import { useState } from "preact/hooks";
import type { AppModel } from "../../../src/model/app-model.ts";
import type { TriedRecord } from "../../../src/model/try-out.ts";
import { namesOf } from "../app-labels.ts";
import { type ApiProblem, ask, asProblem } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import { splitReviews } from "../split-reviews.ts";
import { Button } from "./button.tsx";
import { MarkedText } from "./marked.tsx";
import { Card, Chip, named, Written } from "./small.tsx";
import { ProblemNote } from "./states.tsx";

function Tried({ tried, text }: { readonly tried: TriedRecord; readonly text: string }) {
  if (tried.outcome !== "ok")
    return (
      <li class="insight">
        <p class="text">
          <Written>{text}</Written>
        </p>
        <p class="meta">
          <Chip kind="priority-high">{named("outcome", tried.outcome)}</Chip>
          {tried.outcome === "dropped" && <span>{named("reason", tried.reason)}</span>}
        </p>
      </li>
    );
  const { main_text, statements, phrases, attributes, kind } = tried.insight;
  return (
    <li class="insight">
      <p class="text">
        <MarkedText text={main_text} statements={statements} phrases={phrases} />
      </p>
      <p class="meta">
        <Chip>{named("kind", kind)}</Chip>
        {namesOf(attributes).map(({ label }) => (
          <Chip key={label} kind="tells-wish">
            <Written>{label}</Written>
          </Chip>
        ))}
        {attributes.first_order_labels.length === 0 && <span>{t("register.noLabel")}</span>}
      </p>
    </li>
  );
}

export function TestDrive({ model }: { readonly model: AppModel }) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState<{ readonly texts: readonly string[]; readonly items: readonly TriedRecord[] }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    const texts = splitReviews(text).slice(0, 100);
    if (texts.length === 0) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { items } = await ask<{ items: readonly TriedRecord[] }>("/api/v1/apps/try", {
        method: "POST",
        json: { model, texts },
      });
      setTried({ texts, items });
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <Card id="try" title={t("register.try")} note={t("register.tryNote")}>
      <form
        class="stack-form"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <label>
          {t("first.reviews")}
          <textarea
            rows={5}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
            placeholder={t("first.example")}
          />
        </label>
        <Button type="submit" isOff={isBusy || text.trim() === ""}>
          {t(isBusy ? "register.trying" : "register.tryRun")}
        </Button>
      </form>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {tried !== undefined && (
        <ol class="insights" aria-live="polite">
          {tried.items.map((one, at) => (
            <Tried key={at} tried={one} text={tried.texts[at] ?? ""} />
          ))}
        </ol>
      )}
    </Card>
  );
}
