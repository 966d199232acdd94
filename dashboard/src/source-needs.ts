/** What a kind of source cannot be read or pushed to without, beyond what its schema requires; and which source is the same as another. */
import type { SourceMode, SourceType } from "../../src/model/source.ts";

export interface Asked {
  readonly type: SourceType;
  readonly modes: readonly SourceMode[];
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Needs {
  readonly secrets: readonly string[];
  readonly settings: readonly string[];
}

type Names = Readonly<Partial<Record<SourceType, readonly string[]>>>;

const toPull: Names = {
  intercom: ["access_token"],
  twitter: ["access_token"],
  reddit: ["client_id", "client_secret"],
  s3: ["api_user", "api_key"],
  sqs: ["api_user", "api_key"],
};
/** With what deliveries are signed that the provider signs its own way; for the others a secret is made. */
const toPush: Names = { intercom: ["client_secret"] };
const toPullOfficially: Names = { appstore: ["api_key"], playstore: ["service_account"] };
const settingsOfOfficial: Names = { appstore: ["key_id", "issuer_id"] };

export function needsOf({ type, modes, settings }: Asked): Needs {
  const pulls = modes.includes("pull");
  const isOfficial = pulls && settings.access === "official";
  const of = (names: Names, counts: boolean) => (counts ? (names[type] ?? []) : []);
  return {
    secrets: [...of(toPull, pulls), ...of(toPush, modes.includes("push")), ...of(toPullOfficially, isOfficial)],
    settings: of(settingsOfOfficial, isOfficial),
  };
}

interface Defaults {
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
}

/** As the server keeps them, in an order of their own. */
function whole(settings: Asked["settings"], { properties = {} }: Defaults): string {
  const names = [...new Set([...Object.keys(settings), ...Object.keys(properties)])].sort();
  const values = names.map((name) => [name, settings[name] ?? properties[name]?.default]);
  const sorted = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify(
    values.filter(([, value]) => value !== undefined),
    sorted,
  );
}

/** The one of an app and type that reads the very same. */
export const twinOf = <T extends Pick<Asked, "settings">>(
  settings: Asked["settings"],
  schema: Defaults,
  registered: readonly T[],
): T | undefined => registered.find((one) => whole(one.settings, schema) === whole(settings, schema));
