/** The type of the documents of every collection. Those that have no noun of their own in `model` are told here. */

import type { AlertDeliveryDocument, AlertDocument, AlertState } from "../model/alert.ts";
import type { AppModel } from "../model/app-model.ts";
import type { ClusterDocument } from "../model/cluster.ts";
import type { DeadLetter } from "../model/dead-letter.ts";
import type { EventDocument, EventErrorDocument, SessionDocument } from "../model/event.ts";
import type { EventType } from "../model/event-type.ts";
import type { FeatureRequestDocument } from "../model/feature-request.ts";
import type { Form } from "../model/form.ts";
import type { CorrectionDocument, InsightDocument } from "../model/insight-document.ts";
import type { KeyDocument, TenantDocument } from "../model/key.ts";
import type { ErasureDocument, IntakeDocument, LedgerEntry, SealedEntry, SealedTotal } from "../model/ledger.ts";
import type { ReceiptDocument, SuppressedNumber } from "../model/receipt.ts";
import type { Rejection } from "../model/rejection.ts";
import type { RefusedResponse, ResponseDocument } from "../model/response.ts";
import type { RunDocument, SourceAddress, SourceDocument, SourceItem, SourceState } from "../model/source.ts";
import type { ThemeDecisionDocument } from "../model/theme-decision.ts";
import type { TicketDocument, TicketStatusDocument, WorkClaim } from "../model/ticket.ts";
import type { UnsentDocument } from "../model/unsent.ts";
import type { UploadDocument, UploadError } from "../model/upload.ts";

export interface LeaseDocument {
  readonly holder: string;
  /** Grows by one with each change of holder: what a leased loop writes carries it. */
  readonly term: number;
  /** Grows with each renewal, so that a watcher sees a living holder without comparing clocks. */
  readonly beat: number;
}

/** That an insight was erased, and when (unix seconds): what arrives of it later and was sent before goes too. */
export interface Tombstone {
  readonly at: number;
}

/** Found by app and uuid: whose that is. */
export interface UuidClaim {
  /** Id of its insight. */
  readonly insight: string;
  /** Unix seconds: when its record reached us. */
  readonly at: number;
}

/** Something looked up by its content hash, such as a translation or a model's answer. */
export interface CacheDocument {
  readonly value: unknown;
  readonly at: number;
}

/** How far something got: a resumable migration, a pull cursor, a pass. */
export interface ProgressDocument {
  readonly value: unknown;
}

/** A thing that somebody did and that must be traceable. */
export interface AuditDocument {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: unknown;
}

/** Where a wish went when it was first seen, so that a redelivery finds the same group. */
export interface FeatureItemDocument {
  readonly group: string;
  readonly batch: string;
}

/** Whose form a public id is: kept for the installation, since a page knows no tenant. */
export interface FormLink {
  readonly tenant: string;
  readonly form: string;
}

export interface Documents {
  insights: InsightDocument;
  corrections: CorrectionDocument;
  apps: { readonly model: AppModel; readonly updated_at: number; readonly name: string };
  clusters: ClusterDocument;
  theme_decisions: ThemeDecisionDocument;
  tickets: TicketDocument;
  ticket_states: TicketStatusDocument;
  work_claims: WorkClaim;
  feature_requests: FeatureRequestDocument;
  feature_items: FeatureItemDocument;
  events: EventDocument;
  event_errors: EventErrorDocument;
  sessions: SessionDocument;
  event_types: EventType;
  rejections: Rejection;
  dead_letters: DeadLetter;
  ledger: LedgerEntry;
  ledger_totals: SealedTotal;
  sealed_entries: SealedEntry;
  erasures: ErasureDocument;
  intake: IntakeDocument;
  tenants: TenantDocument;
  keys: KeyDocument;
  leases: LeaseDocument;
  translations: CacheDocument;
  model_answers: CacheDocument;
  progress: ProgressDocument;
  audit: AuditDocument;
  forms: Form;
  form_versions: Form;
  form_links: FormLink;
  responses: ResponseDocument;
  response_refusals: RefusedResponse;
  receipts: ReceiptDocument;
  suppressed_numbers: SuppressedNumber;
  uploads: UploadDocument;
  upload_errors: UploadError;
  alerts: AlertDocument;
  alert_states: AlertState;
  alert_deliveries: AlertDeliveryDocument;
  sources: SourceDocument;
  source_states: SourceState;
  source_runs: RunDocument;
  source_items: SourceItem;
  source_addresses: SourceAddress;
  tombstones: Tombstone;
  uuid_claims: UuidClaim;
  unsent: UnsentDocument;
}
