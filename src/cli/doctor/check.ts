/** What a check of `doctor` answers: what was found and, where something is to be done, what. */
export interface Finding {
  readonly check: string;
  readonly status: "ok" | "warning" | "problem";
  readonly found: string;
  readonly advice?: string;
}

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly date: string | null;
}

export const fine = (check: string, found: string): Finding => ({ check, status: "ok", found });
export const warning = (check: string, found: string, advice: string): Finding => ({
  check,
  status: "warning",
  found,
  advice,
});
export const problem = (check: string, found: string, advice: string): Finding => ({
  check,
  status: "problem",
  found,
  advice,
});
