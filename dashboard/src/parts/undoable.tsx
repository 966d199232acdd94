/** What can't be taken back once it is done is done only after a while, in which it can be: at once when the page is left. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { t } from "../messages/translate.ts";
import { Notice } from "./notice.tsx";
import { ProblemNote } from "./states.tsx";

const GRACE_MS = 8_000;

interface Planned {
  /** Of what it is done to. */
  readonly id: string;
  /** What will have been done, in words. */
  readonly words: string;
  readonly work: () => Promise<unknown>;
}

export interface Undoable {
  readonly planned: Planned | undefined;
  readonly problem: ApiProblem | undefined;
  plan(planned: Planned): void;
  undo(): void;
}

export function useUndoable(): Undoable {
  const [planned, setPlanned] = useState<Planned>();
  const [problem, setProblem] = useState<ApiProblem>();
  const waiting = useRef<{ readonly planned: Planned; readonly timer: ReturnType<typeof setTimeout> }>(undefined);
  const finish = useCallback((): void => {
    const due = waiting.current;
    if (due === undefined) return;
    waiting.current = undefined;
    clearTimeout(due.timer);
    due.planned.work().then(
      () => {
        setPlanned(undefined);
        changedHere();
      },
      (error: unknown) => {
        setPlanned(undefined);
        setProblem(asProblem(error));
      },
    );
  }, []);
  useEffect(() => {
    addEventListener("pagehide", finish);
    return () => {
      removeEventListener("pagehide", finish);
      finish();
    };
  }, [finish]);
  return {
    planned,
    problem,
    plan(next) {
      finish();
      setProblem(undefined);
      setPlanned(next);
      waiting.current = { planned: next, timer: setTimeout(finish, GRACE_MS) };
    },
    undo() {
      clearTimeout(waiting.current?.timer);
      waiting.current = undefined;
      setPlanned(undefined);
    },
  };
}

/** Whoever wants it back finds the button. */
export const UndoNotice = ({ undoable }: { readonly undoable: Undoable }) => (
  <>
    {undoable.planned !== undefined && (
      <Notice of={undoable.planned} says={undoable.planned.words}>
        <button type="button" onClick={() => undoable.undo()}>
          {t("decision.undo")}
        </button>
      </Notice>
    )}
    {undoable.problem !== undefined && <ProblemNote problem={undoable.problem} />}
  </>
);
