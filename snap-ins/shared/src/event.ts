/** The event a DevRev function is called with (developer.devrev.ai, "Function invocation"), and how settings are read from it. */

export interface FunctionInput {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly context: {
    readonly dev_oid: string;
    readonly source_id: string;
    readonly snap_in_id: string;
    readonly snap_in_version_id: string;
    readonly secrets: Readonly<Record<string, string>>;
  };
  readonly execution_metadata: {
    readonly request_id: string;
    readonly function_name: string;
    readonly event_type: string;
    readonly devrev_endpoint: string;
  };
  readonly input_data: {
    /** All values are strings here, whatever the input's type. */
    readonly global_values: Readonly<Record<string, unknown>>;
    readonly event_sources: Readonly<Record<string, string>>;
    readonly keyrings: Readonly<Record<string, unknown>>;
  };
}

export type SnapInFunction = (events: readonly FunctionInput[]) => Promise<void>;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});

/** Under which names a value stands where it is wrapped: an object's id, a setting, a connection's secret. */
const WRAPPED = ["id", "value", "secret", "token", "access_token", "key"];

/** A value as text, also where DevRev wraps it or gives a list of one; "" where it can't be read. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(textOf).join(",");
  const fields = fieldsOf(value);
  const name = WRAPPED.find((one) => fields[one] !== undefined);
  return name === undefined ? "" : textOf(fields[name]);
}

/**
 * What DevRev called with, each part there: versions of its API leave some out, and a person is told of a missing setting
 * only if we get as far as to look for it.
 */
export function readEvent(value: unknown): FunctionInput {
  const event = fieldsOf(value);
  const [context, metadata, input] = [event.context, event.execution_metadata, event.input_data].map(fieldsOf);
  return {
    payload: fieldsOf(event.payload),
    context: {
      dev_oid: textOf(context?.dev_oid),
      source_id: textOf(context?.source_id),
      snap_in_id: textOf(context?.snap_in_id),
      snap_in_version_id: textOf(context?.snap_in_version_id),
      secrets: { service_account_token: textOf(fieldsOf(context?.secrets).service_account_token) },
    },
    execution_metadata: {
      request_id: textOf(metadata?.request_id),
      function_name: textOf(metadata?.function_name),
      event_type: textOf(metadata?.event_type),
      devrev_endpoint: textOf(metadata?.devrev_endpoint) || "https://api.devrev.ai",
    },
    input_data: {
      global_values: fieldsOf(input?.global_values),
      event_sources: {},
      keyrings: fieldsOf(input?.keyrings),
    },
  };
}

/** An organisation input, "" when it is not set. */
export const inputOf = (event: FunctionInput, name: string): string => textOf(event.input_data.global_values[name]);

export const flagOf = (event: FunctionInput, name: string): boolean => inputOf(event, name).toLowerCase() === "true";

/** A keyring's secret, "" when it is not set. */
export const keyringOf = (event: FunctionInput, name: string): string => textOf(event.input_data.keyrings[name]);

export interface DevRevAccess {
  /** Without a slash at the end. */
  readonly endpoint: string;
  readonly token: string;
}

export const devRevAccessOf = (event: FunctionInput): DevRevAccess => ({
  endpoint: event.execution_metadata.devrev_endpoint.replace(/\/+$/, ""),
  token: event.context.secrets.service_account_token ?? "",
});

/** What a person typed after the command; "" for a timer's tick. */
export function parametersOf({ payload: { parameters } }: FunctionInput): string {
  const isWrapped = typeof parameters === "object" && parameters !== null;
  return isWrapped ? Object.values(parameters).map(textOf).join(" ").trim() : textOf(parameters);
}

/** True when a person asked for this run, who then expects an answer even where nothing happened. */
export const isCommand = (event: FunctionInput): boolean => event.payload.command_id !== undefined;

/** Where the answer to a command belongs: the object it was typed at, else the snap-in itself. */
export function discussionOf(event: FunctionInput): string {
  const asked = textOf(event.payload.source_id);
  return isCommand(event) && asked !== "" ? asked : event.context.snap_in_id;
}

/** How many, as typed by a person: a whole number from 1 to `maximum`, or a sentence saying what is wrong. */
export function readCount(typed: string, fallback: number, maximum: number): number | string {
  if (typed === "") return fallback;
  const count = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  if (count >= 1 && count <= maximum) return count;
  return `Please give a whole number from 1 to ${maximum}, not “${typed.slice(0, 40)}”.`;
}

export interface QueueSettings {
  readonly queueUrl: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** "" : the host of the queue's URL. */
  readonly endpoint: string;
}

/** The settings of the queue, or the names of those that are missing. */
export function queueSettingsOf(event: FunctionInput): QueueSettings | readonly string[] {
  const settings: QueueSettings = {
    queueUrl: inputOf(event, "queue_url"),
    region: keyringOf(event, "aws_region_name"),
    accessKey: keyringOf(event, "aws_access_key"),
    secretKey: keyringOf(event, "aws_secret_key"),
    endpoint: inputOf(event, "queue_endpoint"),
  };
  const missing = [
    ...(URL.canParse(settings.queueUrl) ? [] : ["input queue_url"]),
    ...(settings.region === "" ? ["keyring aws_region_name"] : []),
    ...(settings.accessKey === "" ? ["keyring aws_access_key"] : []),
    ...(settings.secretKey === "" ? ["keyring aws_secret_key"] : []),
  ];
  return missing.length > 0 ? missing : settings;
}
