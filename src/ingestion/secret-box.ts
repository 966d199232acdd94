/** Secrets of sources at rest: AES-256-GCM under one key of the installation, bound to what they belong to. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { link, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../folders.ts";
import type { SealedSecret } from "../model/source.ts";
import { SECRETS_FILE } from "../store/data-files.ts";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Shorter secrets show nothing: two of four characters would be half of it. */
const HINTED_LENGTH = 12;

export interface SecretBox {
  /** `owner` names what the secret belongs to; it opens for no other. */
  seal(owner: string, secret: string): SealedSecret;
  /** Throws when it was sealed under another key or for another owner. */
  open(owner: string, sealed: SealedSecret): string;
}

/** The last characters: the first are often the provider's own prefix. */
const hintOf = (secret: string): string => (secret.length < HINTED_LENGTH ? "…" : `…${secret.slice(-2)}`);

/** `key`: 32 bytes. */
export function createSecretBox(key: Buffer): SecretBox {
  if (key.length !== KEY_BYTES) throw new Error(`a key of secrets has ${KEY_BYTES} bytes`);
  return {
    seal(owner, secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url"), hint: hintOf(secret) };
    },
    open(owner, { sealed }) {
      const bytes = Buffer.from(sealed, "base64url");
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(owner))
        .setAuthTag(tag);
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    },
  };
}

/** 64 hexadecimal digits or 44 characters of base64 are the key itself; any other text is hashed to one. */
export function readSecretsKey(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  const bytes = Buffer.from(text, "base64");
  if (bytes.length === KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return bytes;
  return createHash("sha256").update(text).digest();
}

const codeOf = (error: unknown): string | undefined => (error as { readonly code?: string }).code;

/** The key in a file that only its owner may read, made when it isn't there. */
export async function keyInFolder(folder: string): Promise<Buffer> {
  const path = join(folder, SECRETS_FILE);
  const read = async () => readSecretsKey((await readFile(path, "utf8")).trim());
  try {
    return await read();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  await makeFolder(folder);
  const made = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(made, `${randomBytes(KEY_BYTES).toString("hex")}\n`, { mode: 0o600, flag: "wx", flush: true });
  // Of two processes that start at once, the first one's key stays.
  await link(made, path).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
  await unlink(made);
  return read();
}
