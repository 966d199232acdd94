/** Who did something, by what the server calls it, with the key's name and beginning where it is still known. */
import type { shownKey } from "../../../src/auth/keys.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import { named } from "./small.tsx";

type Key = Pick<ReturnType<typeof shownKey>, "id" | "name" | "hint">;

export interface Actors {
  /** `key:` or `session:` with the beginning of the key's id, or a name. */
  actor(actor: string): string;
  /** Undefined where no key that is known has this id, or begins so. */
  key(id: string): string | undefined;
}

/** `mayLook`: keys are told to nobody else; without, they are named by their ids. */
export function useActors(mayLook: boolean): Actors {
  const keys = useData<ListOf<Key>>(mayLook ? "/api/v1/keys?limit=1000" : undefined);
  const key = (id: string): string | undefined => {
    const found = keys.data?.items.find((one) => one.id.startsWith(id));
    return found && t("keys.known", { name: found.name, hint: found.hint });
  };
  const actor = (of: string): string => {
    const [via = "", id = ""] = of.split(":");
    return id === "" ? named("actor", via) : t(`actor.${via === "key" ? "key" : "session"}`, { id: key(id) ?? id });
  };
  return { actor, key };
}
