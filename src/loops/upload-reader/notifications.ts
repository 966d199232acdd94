/** S3's own notifications of new objects, straight, through SNS or from EventBridge: what of them concerns a form. */

export interface NewObject {
  /** As it came, and decoded: services differ in how they write it. */
  readonly keys: readonly string[];
  readonly etag: string;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textAt = (value: unknown, ...path: readonly string[]): string => {
  let at = value;
  for (const step of path) at = isObject(at) ? at[step] : undefined;
  return typeof at === "string" ? at : "";
};

/** `+` is a blank, the rest percent-encoded UTF-8. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return key;
  }
}

const unquoted = (etag: string): string => etag.replaceAll('"', "");

/** Undefined when it is no notification; empty when it is one that concerns nobody, such as `s3:TestEvent`. */
export function readNotification(body: unknown): readonly NewObject[] | undefined {
  if (!isObject(body)) return undefined;
  if (body.Event === "s3:TestEvent") return [];
  if (body.Type === "Notification" && typeof body.Message === "string") {
    try {
      return readNotification(JSON.parse(body.Message));
    } catch {
      return undefined;
    }
  }
  if (body["detail-type"] === "Object Created") {
    const key = textAt(body, "detail", "object", "key");
    return [{ keys: [key], etag: unquoted(textAt(body, "detail", "object", "etag")) }];
  }
  if (!Array.isArray(body.Records)) return undefined;
  return body.Records.filter((record) => textAt(record, "eventName").startsWith("ObjectCreated:")).map((record) => {
    const key = textAt(record, "s3", "object", "key");
    return { keys: [...new Set([decodeKey(key), key])], etag: unquoted(textAt(record, "s3", "object", "eTag")) };
  });
}

/** `forms/<form id>/…` */
export const formOfKey = (key: string): string | undefined => /^forms\/([^/]+)\/.+/.exec(key)?.[1];
