/** Small requests that come at the same time, as one: a store answers five hundred reads in one go almost as fast as one. */
import { setImmediate } from "node:timers/promises";

const MOST = 500;

/**
 * What is asked within one turn of the event loop is one call of `work`, of 500 at most, which answers in order; when it
 * fails, all that it was asked fails.
 */
export function gathered<In, Out>(work: (items: readonly In[]) => Promise<readonly Out[]>): (item: In) => Promise<Out> {
  let open: { readonly items: In[]; readonly answers: Promise<readonly Out[]> } | undefined;
  return async (item) => {
    if (open === undefined || open.items.length >= MOST) {
      const items: In[] = [];
      const answers = setImmediate().then(() => {
        if (open?.items === items) open = undefined;
        return work(items);
      });
      open = { items, answers };
    }
    const { items, answers } = open;
    const at = items.push(item) - 1;
    return (await answers)[at]!;
  };
}
