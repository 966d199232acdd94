/**
 * For whom the store is read. Who reads for somebody that may go away, such as a request, says so here; what is read while
 * they are gone is given up and fails with the signal's reason. Not for writes, nor for what others share.
 */
import { AsyncLocalStorage } from "node:async_hooks";

const askers = new AsyncLocalStorage<AbortSignal | undefined>();

export const readFor = <T>(signal: AbortSignal, work: () => T): T => askers.run(signal, work);

/** For what goes on when whoever happened to begin it is gone. */
export const readForAll = <T>(work: () => T): T => askers.run(undefined, work);

/** Aborts when whoever reads is gone; undefined where nobody said so. */
export const askerGone = (): AbortSignal | undefined => askers.getStore();
