/** Hook: a receipt for whoever answered, once the response is stored; and one more when the ticket made of it is closed. */
import { composeReceipt, type Occasion, type ReceiptRules } from "../forms/compose-receipt.ts";
import { readForm } from "../forms/form-lookup.ts";
import type { Form } from "../model/form.ts";
import type { ReceiptDocument } from "../model/receipt.ts";
import type { ResponseDocument } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Ticket } from "../model/ticket.ts";
import { gathered } from "../store/gathered.ts";
import type { Store, WriteResult } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import type { Hook, HookContext } from "./hook.ts";

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

interface Made {
  readonly tenant: TenantId;
  readonly id: string;
  readonly doc: ReceiptDocument;
}

/** Makes a receipt's document, once, however often it is asked to; the receipt sender does the rest. */
function createMaker({ store, rules, now }: ReceiptHookDeps) {
  const write = gathered(async (made: readonly Made[]): Promise<readonly WriteResult[]> => {
    const results: WriteResult[] = new Array(made.length);
    for (const [tenant, places] of Map.groupBy(made.keys(), (at) => made[at]!.tenant)) {
      const writes = places.map((at) => ({ op: "create", id: made[at]!.id, doc: made[at]!.doc }) as const);
      const written = await store.write(tenant, "receipts", writes);
      for (const [place, at] of places.entries()) results[at] = written[place]!;
    }
    return results;
  });

  return async (tenant: TenantId, { key, response, form }: Subject, occasion: Occasion): Promise<void> => {
    const made = composeReceipt(form, key, response, occasion, rules, now());
    if (made !== undefined) mustBeStorable([await write({ tenant, ...made })]);
  };
}

export function createReceiptHook(deps: ReceiptHookDeps): Hook<"response.stored"> {
  const make = createMaker(deps);
  return {
    name: "receipt",
    on: "response.stored",
    wants: (form) => form.receipt !== undefined,
    async run(subject, { tenant }) {
      const template = subject.form.receipt?.template;
      if (template !== undefined) await make(tenant, subject, { kind: "thanks", template });
    },
  };
}

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

export function createClosedReceiptHook(deps: ReceiptHookDeps): Hook<"ticket.closed"> {
  const make = createMaker(deps);
  async function run({ ticket }: { readonly ticket: Ticket }, { tenant }: Pick<HookContext, "tenant">): Promise<void> {
    // All that it was made of, not only those that it quotes.
    const { evidence, "source review ids": ids } = ticket.metadata;
    const made = new Set([...ids, ...evidence.map((one) => one.insight_id)]);
    const subjects = await responsesOf(deps.store, tenant, [...made]);
    const values = { ticket: ticket.title, fixed_in: ticket.fixed_in ?? "" };
    await Promise.all(
      subjects.map(async (subject) => {
        const template = subject.form.receipt?.closed_template;
        if (template !== undefined) await make(tenant, subject, { kind: "closed", template, values });
      }),
    );
  }
  return { name: "receipt-closed", on: "ticket.closed", wants: () => true, run };
}
