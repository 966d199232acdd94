/** Intake in the original framework's wire format: one `IngestionData` or a list of them, answered once they are durable on the queue. */
import { z } from "zod";
import { type Principal, runsInstallation } from "../../auth/principal.ts";
import type { RefusedRecord } from "../../ingestion/ingestion.ts";
import { IngestionData, readSubmitted } from "../../ingestion/wire.ts";
import { withDeadline } from "../../lifecycle.ts";
import { plainIssue } from "../../model/plain-issue.ts";
import { TenantId } from "../../model/tenant.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { type Feedback, feedbackAnswers, INTAKE_TIMEOUT_MS, readFeedback, refusal } from "./feedback.ts";

/** Where the original took it. */
export const INGEST_PATH = "/ingest";

/** Whose a record is: the key's tenant, or for who runs the installation the one that it names. */
function ownerOf(value: unknown, principal: Principal): TenantId | RefusedRecord["errors"] {
  const said = (value as { readonly tenant_id?: unknown } | null)?.tenant_id;
  if (said === undefined || said === null || said === "" || said === principal.tenant) return principal.tenant;
  if (!runsInstallation(principal)) {
    return [{ field: "tenant_id", code: "tenant_mismatch", message: "the key belongs to another tenant" }];
  }
  const tenant = TenantId.safeParse(said);
  if (tenant.success) return tenant.data;
  return [{ field: "tenant_id", code: "invalid", message: plainIssue(tenant.error.issues[0]!) }];
}

export function ingestRoutes({ writer, tenants, config, intakeTimeoutMs = INTAKE_TIMEOUT_MS }: RouteDeps): Route[] {
  const late = (): never => {
    throw new QueueUnavailable(`nothing was taken within ${intakeTimeoutMs} ms`);
  };
  const known = new Set<TenantId>();

  async function makeTenant(tenant: TenantId, principal: Principal): Promise<void> {
    if (tenant === principal.tenant || known.has(tenant)) return;
    if (!(await tenants.exists(tenant))) await tenants.create(tenant, tenant);
    known.add(tenant);
  }

  async function take(values: readonly unknown[], principal: Principal) {
    const groups = new Map<TenantId, number[]>();
    const rejected: RefusedRecord[] = [];
    values.forEach((value, index) => {
      const owner = ownerOf(value, principal);
      if (typeof owner !== "string") rejected.push({ index, errors: owner });
      else groups.set(owner, [...(groups.get(owner) ?? []), index]);
    });
    const batch_ids: string[] = [];
    for (const [tenant, indexes] of groups) {
      await makeTenant(tenant, principal);
      const records = indexes.map((index) => readSubmitted(values[index]));
      const receipt = await withDeadline(intakeTimeoutMs, (signal) => writer.write({ tenant, records }, signal), late);
      batch_ids.push(...receipt.batch_ids);
      rejected.push(...receipt.rejected.map(({ index, errors }) => ({ index: indexes[index]!, errors })));
    }
    rejected.sort((a, b) => a.index - b.index);
    return { batch_ids, accepted: values.length - rejected.length, rejected };
  }

  const at = (path: string): Route =>
    defineRoute({
      method: "post",
      path,
      tag: "Feedback",
      summary: "Send feedback in the original framework's format: one IngestionData, or a list",
      scope: "ingest",
      body: z.union([IngestionData, z.array(IngestionData)]) as unknown as z.ZodType<Feedback>,
      read: (request, watch) => readFeedback(request, config.INTAKE_MAX_BYTES, watch),
      answers: feedbackAnswers,
      async handle({ principal, body }) {
        const taken = await take(body.records, principal);
        if (taken.accepted === 0) throw refusal(taken, body.several);
        return { status: 202, body: taken };
      },
    });
  return [at("/api/v1/ingest"), at(INGEST_PATH)];
}
