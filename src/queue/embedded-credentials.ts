/** The credentials of the embedded queue: new ones at each start, in a file that only its owner can read, for programs beside this one. */
import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Credentials } from "./request-signature.ts";

/** In the format of AWS's own `~/.aws/credentials`, so that `AWS_SHARED_CREDENTIALS_FILE` can name it. */
export const credentialsFile = (dataDir: string): string => join(dataDir, "aws-credentials");

export const createCredentials = (): Credentials => ({
  accessKeyId: `GSW${randomBytes(10).toString("hex").toUpperCase()}`,
  secretAccessKey: randomBytes(32).toString("base64url"),
});

export interface CredentialsFile extends Credentials {
  readonly endpoint: string;
  readonly region: string;
}

/** In one step, so that no reader meets half of it. */
export async function writeCredentials(dataDir: string, file: CredentialsFile): Promise<void> {
  const path = credentialsFile(dataDir);
  const lines = [
    "# Of Groundswell's embedded queue, as long as the daemon runs: each start makes new ones.",
    "[default]",
    `aws_access_key_id = ${file.accessKeyId}`,
    `aws_secret_access_key = ${file.secretAccessKey}`,
    `region = ${file.region}`,
    `endpoint_url = ${file.endpoint}`,
  ];
  const temporary = `${path}.new`;
  // One that is left from a kill, or that somebody else put there, is not written into.
  await rm(temporary, { force: true });
  const handle = await open(temporary, "wx", 0o600);
  try {
    await handle.writeFile(`${lines.join("\n")}\n`);
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
}

export const removeCredentials = (dataDir: string): Promise<void> => rm(credentialsFile(dataDir), { force: true });

/** What a file of this format says under `[default]`; throws when there is none. */
export async function readCredentials(path: string): Promise<CredentialsFile> {
  const text = await readFile(path, "utf8");
  const value = (name: string): string =>
    text
      .split("\n")
      .map((line) => line.split("="))
      .find(([key = ""]) => key.trim() === name)
      ?.slice(1)
      .join("=")
      .trim() ?? "";
  return {
    accessKeyId: value("aws_access_key_id"),
    secretAccessKey: value("aws_secret_access_key"),
    region: value("region"),
    endpoint: value("endpoint_url"),
  };
}
