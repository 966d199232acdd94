/** An alert: what somebody wants to be told of, and where. A delivery is one message of it, sent once. */
import { z } from "zod";
import { type AlertChannel, type AlertEvent, alertChannels, alertEvents } from "./alert-names.ts";
import { givenName } from "./given-name.ts";
import type { SealedSecret } from "./source.ts";

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** Each has a default; those that an event has no use for are ignored. */
export const AlertSettings = z
  .strictObject({
    min: whole(1, 1_000_000).optional().meta({ description: "theme.surge: so many more than expected; 5 by default" }),
    points: z.number().min(0.01).max(1).optional().meta({
      description: "sentiment.drop: so much more of the feedback is negative; 0.1 by default",
    }),
    days: whole(7, 365).optional().meta({ description: "fix.holds: so long since the fix; 14 by default" }),
    hours: whole(1, 8_760).optional().meta({
      description:
        "source.silent: quiet for so long; by default as long as its own past makes unlikely, a day at least",
    }),
    threshold: whole(1, 1_000_000).optional().meta({ description: "dead.letters: so many; 1 by default" }),
    weekday: whole(1, 7).optional().meta({ description: "digest: 1 is Monday, the default" }),
    hour: whole(0, 23).optional().meta({ description: "digest: UTC; 8 by default" }),
  })
  .meta({ id: "AlertSettings" });
export type AlertSettings = z.infer<typeof AlertSettings>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time as 22:00");

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

/** Messages wait until they are over. */
export const QuietHours = z
  .strictObject({
    from: clock,
    to: clock,
    zone: z
      .string()
      .max(64)
      .refine(isZone, "a time zone as Europe/Berlin")
      .optional()
      .meta({ description: "IANA time zone; UTC by default" }),
  })
  .meta({ id: "QuietHours" });
export type QuietHours = z.infer<typeof QuietHours>;

const address = z.url({ protocol: /^https?$/, error: "an http or https address" }).max(2_000);

export const AlertTarget = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("webhook"),
    url: address,
    secret: z
      .string()
      .min(16)
      .max(500)
      .optional()
      .meta({ description: "for signing; never shown. Made when none is given" }),
  }),
  z.strictObject({
    type: z.literal("slack"),
    url: address.meta({ description: "an incoming webhook; never shown whole" }),
  }),
  z.strictObject({ type: z.literal("email"), address: z.email().max(320) }),
  z.strictObject({ type: z.literal("log") }),
]);
export type AlertTarget = z.infer<typeof AlertTarget>;

export const AlertInput = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    app: givenName(300).optional(),
    on: z.enum(alertEvents),
    settings: AlertSettings.default({}),
    to: AlertTarget,
    quiet_hours: QuietHours.optional(),
    enabled: z.boolean().default(true),
  })
  .meta({ id: "AlertInput" });
export type AlertInput = z.output<typeof AlertInput>;

export const AlertChange = z
  .strictObject({
    name: AlertInput.shape.name.optional(),
    app: givenName(300).nullable().optional().meta({ description: "null: of all apps" }),
    settings: AlertSettings.optional(),
    to: AlertTarget.optional(),
    quiet_hours: QuietHours.nullable().optional().meta({ description: "null: none" }),
    enabled: z.boolean().optional(),
  })
  .meta({ id: "AlertChange" });
export type AlertChange = z.output<typeof AlertChange>;

export const Alert = z
  .object({
    id: z.string(),
    name: z.string(),
    app: z.string().optional(),
    on: AlertInput.shape.on,
    settings: AlertSettings,
    to: z.object({
      type: z.enum(alertChannels),
      url: z.string().optional().meta({ description: "of Slack only its host" }),
      address: z.string().optional(),
      secret: z.object({ set: z.literal(true), hint: z.string() }).optional(),
    }),
    quiet_hours: QuietHours.optional(),
    enabled: z.boolean(),
    created_at: z.number().int(),
    updated_at: z.number().int(),
  })
  .meta({ id: "Alert" });
export type Alert = z.infer<typeof Alert>;

/** As stored: of a webhook the secret is sealed, of Slack the address, which is one. */
export interface AlertDocument {
  readonly name: string;
  readonly app?: string;
  readonly on: AlertEvent;
  readonly settings: AlertSettings;
  readonly to: {
    readonly type: AlertChannel;
    readonly url?: string;
    readonly address?: string;
    readonly sealed?: SealedSecret;
  };
  readonly quiet_hours?: QuietHours;
  readonly enabled: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}

/** What is said, in whatever channel. */
export interface AlertMessage {
  /** Different for each thing that an alert tells of: by it nothing is told twice. */
  readonly key: string;
  readonly app?: string | undefined;
  readonly title: string;
  /** Plain text, line by line. */
  readonly lines: readonly string[];
  readonly link?: string | undefined;
  /** The figures, for programs. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What an alert has told and what it is about to: written in one, so that a crash loses and doubles nothing. */
export interface AlertState {
  readonly memory: Readonly<Record<string, unknown>>;
  readonly outbox: readonly AlertMessage[];
  /** Unix seconds: events before are not told. */
  readonly since: number;
  /** It was switched off when it was last looked at. */
  readonly off?: boolean;
  readonly term: number;
}

export const deliveryStates = ["pending", "claimed", "unknown", "sent", "failed", "gave_up"] as const;

export interface AlertDeliveryDocument {
  readonly alert: string;
  readonly on: AlertEvent | "test";
  readonly channel: AlertChannel;
  readonly message: AlertMessage;
  readonly state: (typeof deliveryStates)[number];
  readonly tries: number;
  /** A try whose answer was lost may have got through: the next one says so. */
  readonly unsure?: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly created_at: number;
  readonly updated_at: number;
  readonly claimed_at?: number;
  /** When something is to be done; none when nothing is. */
  readonly due_at?: number;
}

export const AlertDelivery = z
  .object({
    id: z.string(),
    alert: z.string(),
    on: z.string(),
    channel: z.enum(alertChannels),
    app: z.string().optional(),
    title: z.string(),
    text: z.string(),
    link: z.string().optional(),
    state: z.enum(deliveryStates),
    tries: z.number().int(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    created_at: z.number().int(),
    updated_at: z.number().int(),
    due_at: z.number().int().optional(),
  })
  .meta({ id: "AlertDelivery" });
export type AlertDelivery = z.infer<typeof AlertDelivery>;
