/** Runs a snap-in's function on this machine with an event from a file, as DevRev would call it. */
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { FunctionInput, SnapInFunction } from "../src/event.ts";
import { localKeyrings } from "./local-credentials.ts";

const USAGE = `--functionName NAME --fixturePath FILE.json [options]
  --endpoint URL        where DevRev (or its emulator) answers
  --token TOKEN         the token to use there
  --parameters TEXT     what is typed after the command
  --set NAME=VALUE      an input, any number of times
  --keyring NAME=VALUE  a keyring, any number of times
The queue's credentials, where no keyring has them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the file that
AWS_SHARED_CREDENTIALS_FILE names, or aws-credentials in Groundswell's data folder (DATA_DIR).`;

const pairs = (given: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf("=");
      return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

export interface EventChanges {
  readonly endpoint?: string | undefined;
  readonly token?: string | undefined;
  readonly parameters?: string | undefined;
  readonly set?: Readonly<Record<string, string>>;
  readonly keyring?: Readonly<Record<string, string>>;
}

/** The event with some of its values replaced. */
export function changed(event: FunctionInput, changes: EventChanges): FunctionInput {
  const { endpoint, token, parameters } = changes;
  return {
    payload: { ...event.payload, parameters: parameters ?? event.payload.parameters },
    context: {
      ...event.context,
      secrets: { ...event.context.secrets, ...(token === undefined ? {} : { service_account_token: token }) },
    },
    execution_metadata: {
      ...event.execution_metadata,
      devrev_endpoint: endpoint ?? event.execution_metadata.devrev_endpoint,
    },
    input_data: {
      ...event.input_data,
      global_values: { ...event.input_data.global_values, ...changes.set },
      keyrings: { ...event.input_data.keyrings, ...changes.keyring },
    },
  };
}

/** Keyrings that are given, or that the event has, over those of this machine. */
async function withLocalKeyrings(event: FunctionInput): Promise<FunctionInput> {
  const { keyrings } = event.input_data;
  const found = Object.entries(await localKeyrings(process.env)).filter(([name]) => keyrings[name] === "");
  return { ...event, input_data: { ...event.input_data, keyrings: { ...keyrings, ...Object.fromEntries(found) } } };
}

/** Resolves with the exit code: 0 done, 1 failed, 2 wrong usage. `fixtures` ends with a slash. */
export async function runFixture(
  functions: Readonly<Record<string, SnapInFunction>>,
  fixtures: URL,
  args: readonly string[],
): Promise<number> {
  const text = { type: "string" } as const;
  const many = { type: "string", multiple: true } as const;
  const options = {
    functionName: text,
    fixturePath: text,
    endpoint: text,
    token: text,
    parameters: text,
    set: many,
    keyring: many,
  };
  try {
    const { values } = parseArgs({ args: [...args], options });
    const name = values.functionName ?? "";
    const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (run === undefined || values.fixturePath === undefined) {
      console.error(`functions: ${Object.keys(functions).join(", ")}\n${USAGE}`);
      return 2;
    }
    // A bare name is one of the snap-in's own fixtures.
    const bare = !/[/\\]/.test(values.fixturePath);
    const file = bare ? new URL(values.fixturePath, fixtures) : pathToFileURL(values.fixturePath);
    const event = JSON.parse(await readFile(file, "utf8")) as FunctionInput;
    const { endpoint, token, parameters } = values;
    const changes = { endpoint, token, parameters, set: pairs(values.set), keyring: pairs(values.keyring) };
    await run([await withLocalKeyrings(changed(event, changes))]);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true ? 2 : 1;
  }
}
