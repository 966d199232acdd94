/** What is said of sources' runs in the log: failures, recoveries and gaps as warnings, the rest in passing. */
import type { Logger } from "pino";
import type { Notify } from "./loop.ts";

export function createSourceNotes(log: Logger): Notify {
  return (event, { tenant, id, source, run }) => {
    const { state, fetched, accepted, updated, duplicate, retracted, rejected, gap, error } = run;
    const counts = { fetched, accepted, updated, duplicate, retracted, rejected };
    const about = { event, tenant, source: id, type: source.type, run: run.id, state, ...counts, gap, error };
    if (event === "source.finished") log.info(about, "a pull has ended");
    else log.warn(about, "a source needs a look");
  };
}
