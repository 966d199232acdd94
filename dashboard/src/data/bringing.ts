/** Bringing feedback in by hand: whether it is under way, and what became of it. */
import { useCallback, useState } from "preact/hooks";
import type { FrameView } from "../../../src/operations/views/frame.ts";
import { type ApiProblem, asProblem } from "./api.ts";
import type { Sent } from "./files.ts";
import { changedHere } from "./live.ts";

type Progress =
  | { readonly kind: "idle" }
  | { readonly kind: "sending" }
  | { readonly kind: "sent"; readonly sent: Sent }
  | { readonly kind: "failed"; readonly problem: ApiProblem };

export interface Bringing {
  readonly progress: Progress;
  readonly send: (work: () => Promise<Sent>) => void;
}

export function useBringing(): Bringing {
  const [progress, setProgress] = useState<Progress>({ kind: "idle" });
  const send = useCallback((work: () => Promise<Sent>): void => {
    setProgress({ kind: "sending" });
    work().then(
      (sent) => {
        setProgress({ kind: "sent", sent });
        changedHere();
      },
      (error: unknown) => setProgress({ kind: "failed", problem: asProblem(error) }),
    );
  }, []);
  return { progress, send };
}

/** Undefined: it is not known yet who looks. */
export const mayBringIn = (frame: FrameView | undefined): boolean | undefined =>
  frame && (frame.scopes.includes("ingest") || frame.scopes.includes("admin"));
