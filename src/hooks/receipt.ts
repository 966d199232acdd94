/** Hook: a receipt for whoever answered, once the response is stored; and one more when the ticket made of it is closed. */
import { composeReceipt, type Occasion, type ReceiptRules } from "../forms/compose-receipt.ts";
import { readForm } from "../forms/form-lookup.ts";
import type { Form } from "../model/form.ts";
import type { ResponseDocument } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import type { Hook } from "./hook.ts";

export interface ReceiptHookDeps {
  readonly store: Store;
  readonly rules: ReceiptRules;
  /** Unix seconds. */
  readonly now: () => number;
}

interface Subject {
  readonly key: string;
  readonly response: ResponseDocument;
  readonly form: Form;
}

/** The document is made once, however often the hook runs; the receipt sender does the rest. */
async function make(
  { store, rules, now }: ReceiptHookDeps,
  tenant: TenantId,
  { key, response, form }: Subject,
  occasion: Occasion,
): Promise<void> {
  const made = composeReceipt(form, key, response, occasion, rules, now());
  if (made === undefined) return;
  mustBeStorable(await store.write(tenant, "receipts", [{ op: "create", id: made.id, doc: made.doc }]));
}

export const createReceiptHook = (deps: ReceiptHookDeps): Hook<"response.stored"> => ({
  name: "receipt",
  on: "response.stored",
  wants: (form) => form.receipt !== undefined,
  async run(subject, { tenant }) {
    const template = subject.form.receipt?.template;
    if (template !== undefined) await make(deps, tenant, subject, { kind: "thanks", template });
  },
});

/** The responses whose words are evidence of the ticket: what they said is told apart by form and key. */
async function responsesOf(store: Store, tenant: TenantId, insightIds: readonly string[]): Promise<Subject[]> {
  const insights = await store.getMany(tenant, "insights", insightIds);
  const keys = insights.flatMap((stored) => {
    const { source, metadata } = stored?.doc ?? {};
    const key = source === "form" ? metadata?.response_key : undefined;
    return typeof key === "string" ? [key] : [];
  });
  const unique = [...new Set(keys)];
  const responses = await store.getMany(tenant, "responses", unique);
  const subjects = await Promise.all(
    responses.map(async (stored): Promise<Subject | undefined> => {
      if (stored === undefined || stored.doc.deleted) return undefined;
      // As the form is now: whoever took the second message away meanwhile means it.
      const form = await readForm(store, tenant, stored.doc.form);
      return form && { key: stored.id, response: stored.doc, form };
    }),
  );
  return subjects.filter((subject) => subject !== undefined);
}

export const createClosedReceiptHook = (deps: ReceiptHookDeps): Hook<"ticket.closed"> => ({
  name: "receipt-closed",
  on: "ticket.closed",
  wants: () => true,
  async run({ ticket }, { tenant }) {
    const subjects = await responsesOf(deps.store, tenant, [
      ...new Set(ticket.metadata.evidence.map((one) => one.insight_id)),
    ]);
    const values = { ticket: ticket.title, fixed_in: ticket.fixed_in ?? "" };
    for (const subject of subjects) {
      const template = subject.form.receipt?.closed_template;
      if (template !== undefined) await make(deps, tenant, subject, { kind: "closed", template, values });
    }
  },
});
