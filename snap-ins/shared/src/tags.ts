/** Tags by name: found, or made when there is none. DevRev keeps names unique across the organisation. */
import type { Clock } from "./clock.ts";
import type { DevRev } from "./devrev.ts";
import { fail, ok, type Result } from "./result.ts";

export interface TagBook {
  /** The ids of these tags, made where missing; those that DevRev will not let us make are left out. */
  idsOf(names: readonly string[]): Promise<Result<readonly string[]>>;
  /** The id of the one tag that is also searched by: `undefined` only where tags may not be made at all. */
  markerId(): Promise<Result<string | undefined>>;
}

/** On every work item of ours, so that they can be listed without reading everybody else's. */
export const MARKER_TAG = "groundswell";
/** Waits between two looks for a tag that exists but is not listed yet. */
const LOOKS_MS = [500, 2_000, 5_000];
const MAX_NAME = 100;

export const tagName = (name: string): string => [...name.replace(/\s+/g, " ").trim()].slice(0, MAX_NAME).join("");

export function createTagBook(devRev: DevRev, clock: Clock): TagBook {
  const known = new Map<string, string | undefined>();

  async function findLater(name: string): Promise<Result<string | undefined>> {
    for (const milliseconds of LOOKS_MS) {
      await clock.sleep(milliseconds);
      const found = await devRev.findTag(name);
      if (!found.ok || found.value !== undefined) return found.ok ? ok(found.value?.id) : found;
    }
    const elsewhere = await devRev.findTagAmongAll(name);
    if (!elsewhere.ok) return elsewhere;
    // Without the marker, what is made is not found again; any other tag is not worth waiting for.
    if (elsewhere.value !== undefined || name !== MARKER_TAG) return ok(elsewhere.value?.id);
    return fail({ kind: "unknown", message: `DevRev has a tag “${name}” but does not list it yet` });
  }

  async function findOrMake(name: string): Promise<Result<string | undefined>> {
    const found = await devRev.findTag(name);
    if (!found.ok) return found;
    if (found.value !== undefined) return ok(found.value.id);
    const made = await devRev.createTag(name, "Made by Groundswell from what customers write");
    if (made.ok) return ok(made.value.id);
    if (made.failure.kind !== "refused") return made;
    // 409: somebody made it since. 400 may mean the same for the marker, whose name is surely valid.
    if (made.failure.status === 409 || (made.failure.status === 400 && name === MARKER_TAG)) return findLater(name);
    return ok(undefined);
  }

  async function idOf(name: string): Promise<Result<string | undefined>> {
    if (known.has(name)) return ok(known.get(name));
    const id = await findOrMake(name);
    if (id.ok) known.set(name, id.value);
    return id;
  }

  return {
    async idsOf(names) {
      const ids: string[] = [];
      for (const name of names) {
        const id = await idOf(name);
        if (!id.ok) return id;
        if (id.value !== undefined) ids.push(id.value);
      }
      return ok(ids);
    },
    markerId: () => idOf(MARKER_TAG),
  };
}
