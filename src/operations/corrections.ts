/** Corrections: what a person puts right of an insight, kept beside it and laid over it at read. */
import type { Principal } from "../auth/principal.ts";
import type { Insight } from "../model/insight.ts";
import type { Correction, CorrectionDocument } from "../model/insight-document.ts";
import type { Store } from "../store/store.ts";
import { recordAudit } from "./audit.ts";
import { toInsight } from "./insights.ts";
import { readWrite } from "./written.ts";

/** null takes a field's correction back. */
export type CorrectionChange = { readonly [F in keyof Correction]?: Correction[F] | null | undefined };

/** Later changes add to earlier ones. Undefined when there is no such insight. */
export async function correctInsight(
  store: Store,
  principal: Principal,
  id: string,
  change: CorrectionChange,
  at: number,
): Promise<Insight | undefined> {
  const { tenant } = principal;
  const stored = await store.get(tenant, "insights", id);
  if (stored === undefined) return undefined;
  const { app_name, main_text } = stored.doc;
  for (;;) {
    const before = await store.get(tenant, "corrections", id);
    const merged = Object.entries({ ...before?.doc, ...change }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    const doc = { ...Object.fromEntries(merged), insight_id: id, app_name, text: main_text, at } as CorrectionDocument;
    const [result] = await store.write(tenant, "corrections", [
      before === undefined ? { op: "create", id, doc } : { op: "replace", id, version: before.version, doc },
    ]);
    if (!readWrite(result).won) continue;
    const fields = Object.keys(change);
    await recordAudit(store, principal, at, { action: "insight.corrected", subject: id, detail: { fields } });
    return toInsight(stored.doc, doc);
  }
}
