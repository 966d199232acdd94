/** Structured logs: JSON lines on standard error, or readable ones on a terminal. Secrets never get here; personal text only at debug. */
import { type Logger, pino, stdTimeFunctions } from "pino";

const SECRETS = [
  "req.headers.authorization",
  "req.headers.cookie",
  'req.headers["x-api-key"]',
  "*.password",
  "*.apiKey",
  "*.key",
];

export function createLog(
  level: string,
  stream: { readonly isTTY?: boolean } & NodeJS.WritableStream = process.stderr,
): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: SECRETS, censor: "[redacted]" },
  };
  if (!stream.isTTY) return pino(options, pino.destination({ fd: 2, sync: true }));
  return pino({
    ...options,
    transport: {
      target: "pino-pretty",
      options: { destination: 2, ignore: "pid,hostname", translateTime: "HH:MM:ss" },
    },
  });
}
