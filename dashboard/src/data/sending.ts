/** Doing something on the server from a page: whether it is under way, and what was refused. */
import { useCallback, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "./api.ts";
import { changedHere } from "./live.ts";

export interface Sending {
  readonly isBusy: boolean;
  readonly problem: ApiProblem | undefined;
  /** Whether it succeeded. What pages show is asked for again afterwards. */
  send(work: () => Promise<unknown>): Promise<boolean>;
}

export function useSending(): Sending {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const send = useCallback(async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      changedHere();
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { isBusy, problem, send };
}
