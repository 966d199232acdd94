/** What was typed and not sent yet, kept for this tab: nobody loses it by a reload, a look at another page or a session that ran out. */
import { useState } from "preact/hooks";

const PREFIX = "groundswell.unsent.";

/** Storage may be full or forbidden: then nothing is kept, and nothing else fails. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const read = <T>(name: string): T | undefined =>
  attempt(() => (JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null") as T | null) ?? undefined);

export interface Unsent<T> {
  readonly value: T;
  /** Whether it was typed before the page was opened. */
  readonly isBack: boolean;
  set(value: T): void;
  /** Sent, or given up: from here on it begins with this. */
  begin(value: T): void;
}

/** `name` tells one thing that is typed from another; with a version in it, where what it began with may have changed. */
export function useUnsent<T>(name: string, first: () => T): Unsent<T> {
  const [state, setState] = useState(() => {
    const kept = read<T>(name);
    return { value: kept ?? first(), isBack: kept !== undefined };
  });
  return {
    ...state,
    set(value) {
      attempt(() => sessionStorage.setItem(PREFIX + name, JSON.stringify(value)));
      setState(({ isBack }) => ({ value, isBack }));
    },
    begin(value) {
      attempt(() => sessionStorage.removeItem(PREFIX + name));
      setState({ value, isBack: false });
    },
  };
}
