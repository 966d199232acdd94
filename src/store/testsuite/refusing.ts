/** For tests: a store before another one that does not take some writes now, as an overloaded server does. */
import type { CollectionName } from "../collections.ts";
import type { Offered, Store } from "../store.ts";
import { writeOn } from "../written.ts";

/** The store with another `offer`, and a `write` that follows from it. */
export const withOffer = <S extends Store>(store: S, offer: Store["offer"]): S => ({
  ...store,
  offer,
  write: writeOn(offer),
});

/** `refuses` is asked once for each write, in order; the others go through. */
export function refusingStore<S extends Store>(
  store: S,
  refuses: (collection: CollectionName, id: string) => boolean,
): S {
  const tooMuch: Offered = { ok: false, reason: "unavailable", message: "too much at once" };
  return withOffer(store, async (tenant, collection, writes) => {
    const refused = writes.map(({ id }) => refuses(collection, id));
    const taken = await store.offer(
      tenant,
      collection,
      writes.filter((_, at) => !refused[at]),
    );
    const answers = taken.values();
    return refused.map((isRefused) => (isRefused ? tooMuch : answers.next().value!));
  });
}
