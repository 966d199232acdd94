/** What a connector is given to work for one source: its settings, its secrets opened, and a way out to the network. */
import type { OpenClient, SourceContext } from "../ingestion/connector.ts";
import type { SecretBox } from "../ingestion/secret-box.ts";
import type { SourceDocument } from "../model/source.ts";
import type { TenantId } from "../model/tenant.ts";
import { secretOwner } from "./sources.ts";

export interface ContextDeps {
  readonly secretBox: SecretBox | undefined;
  readonly openClient: OpenClient;
  readonly allowPrivate: boolean;
  /** Unix seconds. */
  readonly now: () => number;
}

export function openContext(
  { secretBox, openClient, allowPrivate, now }: ContextDeps,
  tenant: TenantId,
  id: string,
  doc: Pick<SourceDocument, "app" | "settings" | "secrets">,
  signal: AbortSignal,
): { readonly context: SourceContext; readonly requests: () => number } {
  const opened = Object.entries(doc.secrets).map(([name, sealed]) => {
    if (secretBox === undefined) throw new Error("a source has secrets, but there is no key to open them");
    return [name, secretBox.open(secretOwner(tenant, id, name), sealed)] as const;
  });
  const client = openClient(signal);
  const context: SourceContext = {
    app: doc.app,
    settings: doc.settings,
    secrets: Object.fromEntries(opened),
    fetch: client.fetch,
    allowPrivate,
    now,
    signal,
  };
  return { context, requests: client.requests };
}
