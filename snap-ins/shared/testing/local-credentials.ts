/**
 * The queue's credentials for runs on this machine: from AWS's standard variables, or from a credentials file such as
 * the one that Groundswell's embedded queue writes into its data folder at each start.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Environment = Readonly<Record<string, string | undefined>>;

const DATA_DIR = fileURLToPath(new URL("../../../data", import.meta.url));

/** Named by `AWS_SHARED_CREDENTIALS_FILE`, else that of the daemon whose `DATA_DIR` this is. */
export const credentialsFileOf = ({ AWS_SHARED_CREDENTIALS_FILE: file, DATA_DIR: dataDir }: Environment): string =>
  file || join(dataDir || DATA_DIR, "aws-credentials");

/** What stands under `[default]`. */
function readProfile(text: string): ReadonlyMap<string, string> {
  const [, section = ""] = text.split(/^\[default\]$/m);
  const [own = ""] = section.split(/^\[/m);
  const entries = own.split("\n").flatMap((line): [string, string][] => {
    const at = line.indexOf("=");
    return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
  return new Map(entries);
}

/** As keyrings of a snap-in; none where there is nothing to read. */
export async function localKeyrings(environment: Environment): Promise<Readonly<Record<string, string>>> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: region } = environment;
  if (id && secret) return { aws_access_key: id, aws_secret_key: secret, aws_region_name: region || "us-east-1" };
  const text = await readFile(credentialsFileOf(environment), "utf8").catch(() => undefined);
  if (text === undefined) return {};
  const profile = readProfile(text);
  return {
    aws_access_key: profile.get("aws_access_key_id") ?? "",
    aws_secret_key: profile.get("aws_secret_access_key") ?? "",
    aws_region_name: profile.get("region") ?? "us-east-1",
  };
}
