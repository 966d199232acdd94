/** A webhook of any program: its JSON mapped by JSON Pointers, signed by Standard Webhooks, as GitHub does it, or with a header that only the two know. */
import { z } from "zod";
import { asConnector, type PushAnswer } from "../ingestion/connector.ts";
import { Mapping, mapItems } from "./mapping.ts";
import { isSigned, same, standardFault } from "./signatures.ts";

const Settings = z.strictObject({
  mapping: Mapping.optional().meta({ description: "without one, records or IngestionData are expected" }),
  signature: z.enum(["standard", "github", "header"]).default("standard").meta({
    description: "standard: Standard Webhooks; github: X-Hub-Signature-256; header: the secret itself in `header`",
  }),
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,100}$/)
    .default("x-webhook-secret"),
});
type Settings = z.output<typeof Settings>;

type Headers = Readonly<Record<string, string | undefined>>;

/** Several, separated by spaces, while one takes the other's place. */
const secretsOf = (secret: string): string[] => secret.split(/\s+/).filter((one) => one !== "");

function refusal(settings: Settings, headers: Headers, secret: string, body: Buffer, now: number): string | undefined {
  const secrets = secretsOf(secret);
  switch (settings.signature) {
    case "standard":
      return standardFault(headers, secrets, body, now);
    case "github": {
      const header = headers["x-hub-signature-256"];
      return secrets.some((one) => isSigned("sha256", header, one, body)) ? undefined : "x-hub-signature-256 is wrong";
    }
    case "header": {
      const given = headers[settings.header.toLowerCase()];
      return given !== undefined && secrets.some((one) => same(given, one)) ? undefined : `${settings.header} is wrong`;
    }
    default:
      return settings.signature satisfies never;
  }
}

const PINGS = ["x-github-event", "x-event-type"] as const;

function readBody(body: Buffer): unknown {
  const text = body.toString("utf8").replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch {
    // One value a line, or nothing that can be read.
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line) as unknown);
  }
}

export const webhook = asConnector<Settings>({
  type: "webhook",
  title: "Webhook",
  modes: ["push"],
  settings: Settings,
  secrets: ["webhook_secret"],
  lookback: 0,
  repeats: false,
  async push({ settings, secrets, now }, { headers, body }): Promise<PushAnswer> {
    const secret = secrets.webhook_secret;
    if (secret === undefined) return { kind: "refused", why: "the source has no webhook_secret" };
    const why = refusal(settings, headers, secret, body, now());
    if (why !== undefined) return { kind: "refused", why };
    if (PINGS.some((name) => headers[name] === "ping")) return { kind: "ping" };
    let document: unknown;
    try {
      document = readBody(body);
    } catch {
      return { kind: "unreadable", why: "the delivery is no JSON" };
    }
    return { kind: "items", items: mapItems(document, settings.mapping, headers["webhook-id"]) };
  },
});
