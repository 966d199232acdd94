/**
 * Configuration: the environment as one typed, frozen value. Every wrong variable is named at once;
 * of the daemon, nothing else reads the environment (the command line's entry hands it its own).
 */
import { isIP } from "node:net";
import { z } from "zod";
import { countries, origins } from "./config-lists.ts";
import { path, strayText } from "./config-values.ts";
import { givenName } from "./model/given-name.ts";
import { type ChosenLoopName, chosenLoops } from "./model/loops.ts";
import { plainIssue } from "./model/plain-issue.ts";

const integer = (fallback: number, minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);
const share = (fallback: number) => z.coerce.number().min(0).max(1).default(fallback);
const port = (fallback: number) => integer(fallback, 0, 65_535);
/** Unset: for ever. */
const daysKept = (minimum = 1) => z.coerce.number().int().min(minimum).max(36_500).optional();
const flag = (fallback: "on" | "off") =>
  z
    .enum(["on", "off"])
    .default(fallback)
    .transform((value) => value === "on");

/** `90`, `90s`, `15m`, `6h` or `2d` → milliseconds; a bare number is seconds. */
const duration = (fallback: string) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?\s*(ms|s|m|h|d)?$/, "a number of seconds, or a number with ms, s, m, h or d")
    .default(fallback)
    .transform((value) => {
      const unit = /[a-z]+$/.exec(value)?.[0] ?? "s";
      const factor = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 1_000;
      return Math.max(1, Math.round(Number.parseFloat(value) * factor));
    });

const loops = z
  .string()
  .default("all")
  .transform((value, context): readonly ChosenLoopName[] => {
    if (value.trim() === "all") return chosenLoops;
    if (value.trim() === "none") return [];
    const asked = value
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const wrong = asked.filter((name) => !(chosenLoops as readonly string[]).includes(name));
    if (wrong.length > 0)
      context.addIssue({
        code: "custom",
        message: `no such loop: ${wrong.join(", ")} (there are ${chosenLoops.join(", ")}; or all, or none)`,
      });
    return chosenLoops.filter((name) => asked.includes(name));
  });

/** A name or an address to listen on; IPv6 with or without brackets. */
const isHost = (value: string): boolean =>
  isIP(value.replace(/^\[|\]$/g, "")) !== 0 ||
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(value);

/** fetch takes no such address, and would quote it. */
function holdsNoPassword(value: string): boolean {
  const { username, password } = URL.canParse(value) ? new URL(value) : { username: "", password: "" };
  return username === "" && password === "";
}

/** Of the form `https://host:port`: pages and links know no folder above them. */
const publicUrl = z
  .url({ protocol: /^https?$/, error: "an address such as https://feedback.example.com" })
  .refine(holdsNoPassword, "no user name or password in the address")
  .refine((value) => {
    const { pathname, search, hash } = URL.canParse(value) ? new URL(value) : { pathname: "/", search: "", hash: "" };
    return pathname === "/" && search === "" && hash === "";
  }, "scheme, host and port, nothing more: a proxy must not put it below a path")
  .transform((value) => new URL(value).origin);

/** `none`: as many as it takes. */
const tokens = (fallback: number) =>
  z
    .union([z.literal("none"), z.coerce.number().int().min(1).max(1e12)], "a number of tokens, at least 1, or none")
    .default(fallback);

/** Longer than a queue keeps a message (14 days): an insight (or an event) that was erased while its batch may come again would be made, and counted, again. */
const SHORTEST_INSIGHT_DAYS = 15;

const Settings = z.object({
  HOST: z.string().refine(isHost, "an IP address or a host name").default("127.0.0.1"),
  PORT: port(8080),
  DATA_DIR: path.default("./data"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  DEFAULT_APP: givenName(200).default("default"),
  SERVER: flag("on"),
  PUBLIC_URL: publicUrl.optional(),
  FIRST_KEY_FILE: path.optional(),
  METRICS_HOST: z.string().refine(isHost, "an IP address or a host name").default("127.0.0.1"),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  CORS_ORIGINS: origins,
  INTAKE_MAX_BYTES: integer(10_000_000, 1_000, 1_000_000_000),
  RATE_LIMIT_PER_KEY: integer(1_000, 1, 1_000_000),
  RATE_LIMIT_REFUSED: integer(50, 1, 1_000_000),
  FORM_RATE_LIMIT: integer(30, 1, 1_000_000),
  TRUSTED_PROXIES: integer(0, 0, 100),
  RATE_LIMIT_PER_PUBLISHABLE_KEY: integer(50, 1, 1_000_000),
  EVENT_CLOCK_SKEW: duration("60s"),
  LOOPS: loops,
  QUEUE: z.enum(["embedded", "sqs"]).default("embedded"),
  SQS_QUEUE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,60}$/, "letters, digits, - and _")
    .default("groundswell-"),
  EMBEDDED_SQS_PORT: port(4566),
  AWS_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "lower-case letters, digits and -")
    .default("us-east-1"),
  AWS_ENDPOINT_URL_SQS: z.url().optional(),
  S3_BUCKET: z.string().min(3).max(63).optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "lower-case letters, digits and -")
    .default("us-east-1"),
  S3_FORCE_PATH_STYLE: flag("off"),
  UPLOAD_MAX_BYTES: integer(2_147_483_648, 1_000, 1_000_000_000_000),
  STORE: z.enum(["embedded", "elasticsearch"]).default("embedded"),
  ELASTICSEARCH_URL: z.url().optional(),
  ELASTICSEARCH_API_KEY: z.string().optional(),
  ELASTICSEARCH_USERNAME: z.string().optional(),
  ELASTICSEARCH_PASSWORD: z.string().optional(),
  ELASTICSEARCH_CA_FILE: path.optional(),
  ELASTICSEARCH_INDEX_PREFIX: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "lower-case letters, digits, - and _")
    .default("groundswell-"),
  DENOISER: z.enum(["smart", "rules"]).default("smart"),
  MIN_WORDS: integer(10, 0, 1_000),
  MAX_MISSPELT: share(0.3),
  MAX_NON_ENGLISH: share(0.1),
  TRANSLATE: z.enum(["none", "google", "libretranslate"]).default("none"),
  GOOGLE_TRANSLATE_API_KEY: z.string().optional(),
  TRANSLATE_URL: z.url().optional(),
  TRANSLATE_API_KEY: z.string().optional(),
  LLM: z.enum(["none", "openai"]).default("none"),
  LLM_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .refine(holdsNoPassword, "no user name or password in the address: use LLM_API_KEY")
    .optional(),
  LLM_MODEL: z.string().max(200).optional(),
  LLM_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "visible ASCII characters only")
    .optional(),
  LLM_TIMEOUT_MS: integer(30_000, 100, 300_000),
  LLM_BATCH: integer(10, 1, 50),
  LLM_CONCURRENCY: integer(4, 1, 64),
  LLM_BUDGET_TOKENS_PER_DAY: tokens(1_000_000),
  TICKET_INTERVAL: duration("5m"),
  TICKET_WINDOW_DAYS: integer(30, 1, 3_650),
  TICKET_MIN_REVIEWS: integer(3, 1, 10_000),
  CLUSTER_INTERVAL: duration("10m"),
  RETENTION_DAYS_INSIGHTS: daysKept(SHORTEST_INSIGHT_DAYS),
  RETENTION_DAYS_EVENTS: daysKept(SHORTEST_INSIGHT_DAYS),
  RETENTION_DAYS_EVENT_ERRORS: daysKept(),
  RETENTION_DAYS_CORRECTIONS: daysKept(),
  RETENTION_DAYS_REJECTIONS: daysKept(),
  RETENTION_DAYS_DEAD_LETTERS: daysKept(),
  RETENTION_DAYS_FEATURE_REQUESTS: daysKept(),
  RETENTION_DAYS_TRANSLATIONS: daysKept(),
  RETENTION_DAYS_MODEL_ANSWERS: daysKept(),
  RETENTION_DAYS_AUDIT: daysKept(),
  RETENTION_DAYS_RESPONSES: daysKept(),
  RETENTION_DAYS_RECEIPTS: daysKept(),
  RETENTION_DAYS_UPLOADS: daysKept(),
  DELIVERY: z.enum(["log", "twilio"]).default("log"),
  TWILIO_ACCOUNT_SID: z.string().max(100).optional(),
  TWILIO_AUTH_TOKEN: z.string().max(200).optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^(\+[1-9]\d{7,14}|[\w ]{1,11}|\d{3,8})$/, "a number as +15551234567, a short code or a sender's name")
    .optional(),
  TWILIO_MESSAGING_SERVICE_SID: z.string().max(100).optional(),
  TWILIO_BASE_URL: z.url({ protocol: /^https?$/ }).default("https://api.twilio.com"),
  SMS_COUNTRIES: countries,
  SMS_CAP_NUMBER: integer(5, 1, 1_000_000),
  SMS_CAP_FORM: integer(20_000, 1, 100_000_000),
  SMS_CAP_TENANT: integer(100_000, 1, 100_000_000),
  RECEIPT_INTERVAL: duration("1s"),
  HOOKS_ALLOW_PRIVATE: flag("off"),
  HOOK_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  HOOK_WEBHOOK_SECRET: z.string().min(16).max(500).optional(),
  ALERT_INTERVAL: duration("30s"),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "an address such as smtp://user:password@mail.example.com:587" })
    .optional(),
  SMTP_FROM: z.string().min(3).max(320).default("Groundswell <groundswell@localhost>"),
  SECRETS_KEY: z.string().min(16, "at least 16 characters").max(1_000).optional(),
  SOURCES_ALLOW_PRIVATE: flag("off"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_TRACES_SAMPLER_ARG: share(1),
  OTEL_SERVICE_NAME: z.string().min(1).default("groundswell"),
  TEXT_WORKERS: z.coerce.number().int().min(1).max(64).optional(),
});

export type Config = Readonly<z.output<typeof Settings>>;

/** Thrown at boot with one line per wrong variable. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

interface Problem {
  /** The variables that it is about. */
  readonly names: readonly (keyof Config)[];
  readonly message: string;
}

/** What only makes sense together. */
function inconsistencies(config: Config): Problem[] {
  const problems: Problem[] = [];
  const needed = (name: keyof Config, chosenBy: keyof Config): void => {
    if (config[name] === undefined)
      problems.push({ names: [name, chosenBy], message: `${name}: needed with ${chosenBy}=${config[chosenBy]}` });
  };
  if (config.STORE === "elasticsearch") needed("ELASTICSEARCH_URL", "STORE");
  if (config.TRANSLATE === "libretranslate") needed("TRANSLATE_URL", "TRANSLATE");
  if (config.TRANSLATE === "google" && config.TRANSLATE_URL === undefined)
    needed("GOOGLE_TRANSLATE_API_KEY", "TRANSLATE");
  if (config.LLM === "openai") {
    needed("LLM_BASE_URL", "LLM");
    needed("LLM_MODEL", "LLM");
  }
  if (config.DELIVERY === "twilio") {
    needed("TWILIO_ACCOUNT_SID", "DELIVERY");
    needed("TWILIO_AUTH_TOKEN", "DELIVERY");
    if (config.TWILIO_MESSAGING_SERVICE_SID === undefined) needed("TWILIO_FROM", "DELIVERY");
  }
  if (config.SERVER && config.METRICS_PORT === config.PORT && config.PORT !== 0) {
    const message = "METRICS_PORT: another port than PORT, or none: the server has /metrics too";
    problems.push({ names: ["METRICS_PORT", "PORT"], message });
  }
  if ((config.ELASTICSEARCH_USERNAME === undefined) !== (config.ELASTICSEARCH_PASSWORD === undefined)) {
    const message = "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD: set both or neither";
    problems.push({ names: ["ELASTICSEARCH_USERNAME", "ELASTICSEARCH_PASSWORD"], message });
  }
  return problems;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names of all settings. */
export const settingNames: readonly string[] = Object.keys(Settings.shape);

interface Judged {
  readonly problems: readonly string[];
  readonly data: z.output<typeof Settings> | undefined;
}

/** What depends on others is looked at among those that are right. */
function judge(environment: Environment): Judged {
  const set = Object.fromEntries(settingNames.map((name) => [name, environment[name] ?? ""] as const));
  for (const name of settingNames) if (set[name]!.trim() === "") delete set[name];
  const stray = Object.entries(set).flatMap(([name, value]) => {
    const message = strayText(value);
    return message === undefined ? [] : [{ name, message }];
  });
  const issues = (Settings.safeParse(set).error?.issues ?? []).map((issue) => ({
    name: String(issue.path[0]),
    message: plainIssue(issue),
  }));
  const strange = new Set(stray.map(({ name }) => name));
  const values = [...stray, ...issues.filter(({ name }) => !strange.has(name))];
  const wrong = new Set(values.map(({ name }) => name));
  const { data } = Settings.safeParse(Object.fromEntries(Object.entries(set).filter(([name]) => !wrong.has(name))));
  const dependent = data === undefined ? [] : inconsistencies(data);
  const problems = [
    ...values.map(({ name, message }) => `${name}: ${message}`),
    ...dependent.filter(({ names }) => !names.some((name) => wrong.has(name))).map(({ message }) => message),
  ];
  return { problems, data };
}

/** One line for each wrong variable. */
export const problemsOf = (environment: Environment): readonly string[] => judge(environment).problems;

/** An empty or blank variable counts as unset, as in a copied `.env.example`. Throws {@link ConfigError} with everything that is wrong. */
export function readConfig(environment: Environment): Config {
  const { problems, data } = judge(environment);
  if (problems.length > 0) throw new ConfigError(`wrong configuration:\n  ${problems.join("\n  ")}`);
  return Object.freeze(data!);
}
