/** How pages ask the server: with what is known already shown at once, asked again whenever something has changed. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { onChange } from "./live.ts";

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What the server refused, in its words (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[];

  constructor(status: number, detail: string, errors: readonly FieldError[] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

async function problemOf(reply: Response): Promise<ApiProblem> {
  const body = (await reply.json().catch(() => ({}))) as { detail?: string; errors?: readonly FieldError[] };
  return new ApiProblem(reply.status, body.detail ?? reply.statusText, body.errors);
}

interface Asking {
  readonly method?: string;
  readonly json?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Goes out although the page is left meanwhile. */
  readonly keepalive?: boolean;
}

/** Whatever was thrown, as something to show. */
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem(0, String(error));

let held = 0;
/** How often somebody began to sign in by what is done. */
let begun = 0;
let settled: Promise<unknown> = Promise.resolve();

/** Nobody is sent away to sign in while something is done that is only shown once; what pages ask meanwhile waits for it. */
export async function holdingSignIn<T>(work: () => Promise<T>): Promise<T> {
  held += 1;
  begun += 1;
  try {
    const done = work();
    settled = Promise.allSettled([settled, done]);
    return await done;
  } finally {
    held -= 1;
  }
}

/** The last write: under way, or done a moment ago. */
let written: { readonly what: string; readonly done: Promise<unknown> } | undefined;
/** Longer than between two clicks that are meant as one. */
const ONE_CLICK_MS = 700;

/**
 * Throws {@link ApiProblem}; status 0 when the server was not reached. Who has to sign in to see something is sent to do so. The
 * same write twice in a moment is a click too many, and done once.
 */
export function ask<T>(path: string, asking: Asking = {}): Promise<T> {
  const { method = "GET", json } = asking;
  if (method === "GET") return send<T>(path, asking);
  const what = JSON.stringify([method, path, json]);
  if (written?.what === what) return written.done as Promise<T>;
  const done = send<T>(path, asking);
  const mine = { what, done };
  written = mine;
  const forget = (): void => {
    if (written === mine) written = undefined;
  };
  // What failed may be tried again at once.
  done.then(() => setTimeout(forget, ONE_CLICK_MS), forget);
  return done;
}

async function send<T>(path: string, { method = "GET", json, signal, keepalive = false }: Asking): Promise<T> {
  const body =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { "content-type": "application/json" } };
  if (method === "GET") await settled;
  const before = begun;
  const reply = await fetch(path, { method, signal: signal ?? null, keepalive, ...body }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, "");
  });
  if (reply.status === 401) {
    // Asked before it was, answered while one was being signed in.
    if (method === "GET" && begun !== before) return ask(path, signal === undefined ? {} : { signal });
    // Who writes something keeps it, and is told.
    if (held === 0 && method === "GET")
      location.assign(`/sign-in?${new URLSearchParams({ to: location.pathname + location.search })}`);
    throw await problemOf(reply);
  }
  if (!reply.ok) throw await problemOf(reply);
  return (reply.status === 204 ? undefined : await reply.json()) as T;
}

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly problem: ApiProblem | undefined;
  /** What is shown is of another question, or of before. */
  readonly loading: boolean;
}

const KEPT = 40;
const known = new Map<string, unknown>();

function keep(path: string, data: unknown): void {
  known.delete(path);
  known.set(path, data);
  if (known.size > KEPT) known.delete(known.keys().next().value!);
}

interface DataOptions {
  /** What was shown stays until there is an answer, for filters. */
  readonly keepOld?: boolean;
  /** Milliseconds: asks again so often, while something is under way. */
  readonly every?: number | undefined;
}

/** Without a path nothing is asked. */
export function useData<T>(path: string | undefined, { keepOld = false, every }: DataOptions = {}): Loaded<T> {
  const [state, setState] = useState<{ path?: string; data?: T; problem?: ApiProblem; loading: boolean }>({
    loading: true,
  });
  const asked = useRef<AbortController>(undefined);
  const load = useCallback(() => {
    if (path === undefined) return;
    asked.current?.abort();
    const controller = new AbortController();
    asked.current = controller;
    ask<T>(path, { signal: controller.signal }).then(
      (data) => {
        keep(path, data);
        if (!controller.signal.aborted) setState({ path, data, loading: false });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setState((before) => ({ ...before, path, problem: asProblem(error), loading: false }));
      },
    );
  }, [path]);
  useEffect(() => {
    load();
    const stop = onChange(load);
    return () => {
      stop();
      asked.current?.abort();
    };
  }, [load]);
  useEffect(() => {
    if (every === undefined) return;
    const timer = setInterval(() => !document.hidden && load(), every);
    return () => clearInterval(timer);
  }, [load, every]);
  if (path !== undefined && state.path !== path) {
    const data = (known.get(path) as T | undefined) ?? (keepOld ? state.data : undefined);
    return { data, problem: undefined, loading: true };
  }
  return { data: state.data, problem: state.problem, loading: state.loading };
}
