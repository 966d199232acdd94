/** Proposing an event type from the events that there are, beside what it would have refused of them. */
import { proposeSchema } from "../events/propose.ts";
import type { Schemas } from "../events/schemas.ts";
import { shortId } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";

/** The newest that a proposal is made of. */
const SAMPLED = 1_000;
const SHOWN_EXAMPLES = 20;

export interface Proposal {
  readonly category: string;
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** How many of the newest events it is made of. */
  readonly events: number;
  readonly refused: {
    readonly events: number;
    /** How many of them for which property, most first. */
    readonly fields: readonly { readonly field: string; readonly count: number }[];
    readonly examples: readonly {
      readonly id: string;
      readonly application: string;
      readonly errors: readonly FieldError[];
    }[];
  };
}

/** Undefined where there is no such event. */
export async function proposeEventType(
  store: Store,
  schemas: Pick<Schemas, "validate">,
  tenant: TenantId,
  { category, name }: { readonly category: string; readonly name: string },
): Promise<Proposal | undefined> {
  const where = { category, name };
  const sort = [{ by: "occurred_us", order: "desc" }] as const;
  const items = await store.first(tenant, "events", { where, sort, limit: SAMPLED });
  if (items.length === 0) return undefined;
  const samples = items.map(({ doc }) => doc.data);
  const schema = proposeSchema(samples);
  const answers = await schemas.validate(tenant, { key: shortId("schema", schema), schema }, samples);
  const refused = items.flatMap(({ doc }, at) => (answers[at]!.errors.length === 0 ? [] : [{ doc, ...answers[at]! }]));
  const counts = Map.groupBy(
    refused.flatMap(({ errors }) => errors),
    ({ field }) => field,
  );
  return {
    ...where,
    schema,
    events: items.length,
    refused: {
      events: refused.length,
      fields: [...counts].map(([field, some]) => ({ field, count: some.length })).sort((a, b) => b.count - a.count),
      examples: refused
        .slice(0, SHOWN_EXAMPLES)
        .map(({ doc, errors }) => ({ id: doc.event_id, application: doc.application, errors })),
    },
  };
}
