/** What a form's page, or somebody's own page with a form on it, sends: as a browser encodes it, in the letters of that page. */
import type { RequestBody } from "../body.ts";
import { decodeText } from "../body.ts";
import { Problem } from "../problem.ts";

export const FORM_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data"] as const;

const WINDOWS = new TextDecoder("windows-1252");
const PART = /((?:%[\da-f]{2})+)/gi;

/** The letters that bytes were of a page in UTF-8, else of one in Windows-1252. */
function decodePart(part: string): string {
  const spaced = part.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    const bytesOf = (escaped: string) => Buffer.from(escaped.replaceAll("%", ""), "hex");
    return spaced.replaceAll(PART, (escaped) => WINDOWS.decode(bytesOf(escaped)));
  }
}

function readEncoded(text: string): URLSearchParams {
  const pairs = text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const at = pair.indexOf("=");
      return at < 0 ? [decodePart(pair), ""] : [decodePart(pair.slice(0, at)), decodePart(pair.slice(at + 1))];
    });
  return new URLSearchParams(pairs);
}

/** Files in it are read over: no question asks for one. */
async function readMultipart(bytes: Buffer, type: string): Promise<URLSearchParams> {
  const response = new Response(new Uint8Array(bytes), { headers: { "content-type": type } });
  const fields = await response.formData().catch(() => {
    throw new Problem(400, "the multipart body could not be read");
  });
  const texts = new URLSearchParams();
  for (const [name, value] of fields) if (typeof value === "string") texts.append(name, value);
  return texts;
}

/** As many as any form of ours can ask for, and far more than one event has. */
const MOST_FIELDS = 5_000;

/** Whether a mark stands in it oftener than so. Looked at before anything is read. */
function isMoreThan(most: number, mark: string, bytes: Buffer): boolean {
  let count = 0;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length))
    if (++count > most) return true;
  return false;
}

/** `type`: the whole header, with its boundary. */
export function readFields(body: RequestBody, type: string): Promise<URLSearchParams> | URLSearchParams {
  const isMultipart = body.type === "multipart/form-data";
  if (isMoreThan(MOST_FIELDS, isMultipart ? "\n--" : "&", body.bytes))
    throw new Problem(413, `a form has at most ${MOST_FIELDS.toLocaleString("en")} fields`);
  return isMultipart ? readMultipart(body.bytes, type) : readEncoded(decodeText(body.bytes));
}
