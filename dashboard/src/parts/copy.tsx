/** A text to take along: an address, a key, a snippet, with a button that copies it. */
import { useState } from "preact/hooks";
import { t } from "../messages/translate.ts";
import { Code } from "./code.tsx";

interface CopyProps {
  /** What it is, for who can't see it. */
  readonly label: string;
  readonly text: string;
}

export function Copy({ label, text }: CopyProps) {
  const [copied, setCopied] = useState<string>();
  const copy = (): void => {
    // Refused where the page isn't trusted (plain HTTP from another machine): the text can be selected.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(text),
      () => setCopied(undefined),
    );
  };
  return (
    <div class="copy">
      <Code text={text} />
      <button type="button" onClick={copy}>
        {t(copied === text ? "copy.done" : "copy.do")}
        <span class="visually-hidden"> {label}</span>
      </button>
    </div>
  );
}
