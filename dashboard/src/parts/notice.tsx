/** What was done or would be done by what was just pressed, wherever on the page that was. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { focusOn } from "../focus.ts";

interface NoticeProps {
  /** What it tells of: with another one it is led to again. */
  readonly of: unknown;
  readonly says?: ComponentChildren;
  readonly className?: string;
  readonly children: ComponentChildren;
}

/** It comes into sight with the focus; whoever is in it when it goes is led back to what was pressed. */
export function Notice({ of, says, className = "notice", children }: NoticeProps) {
  const id = useId();
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const shown = place.current!;
    const before = document.activeElement;
    focusOn(shown);
    return () => {
      const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected;
      if (isThere && shown.contains(document.activeElement)) focusOn(before);
    };
  }, [of]);
  return (
    <section class={className} aria-labelledby={says === undefined ? undefined : id} tabIndex={-1} ref={place}>
      {says !== undefined && <p id={id}>{says}</p>}
      {children}
    </section>
  );
}
