/** `doctor`: looks at everything a daemon here needs, and says in words what to do. */
import type { Command } from "commander";
import { type Config, ConfigError, readConfig } from "../../config.ts";
import { meantBy, readEnvFile } from "../../env-file.ts";
import { type Finding, fine, problem, warning } from "../doctor/check.ts";
import { checkQueueFile, checkStoreFile, isStoreGone } from "../doctor/data-files.ts";
import { checkIndexes, checkMappings, checkPrivileges } from "../doctor/elasticsearch.ts";
import { checkLanguageModel } from "../doctor/language-model.ts";
import { checkClock, checkDataDir, checkDisk, checkModels, checkNode } from "../doctor/machine.ts";
import { checkPublicUrl } from "../doctor/public-url.ts";
import { checkDaemon, checkQueue, checkStore } from "../doctor/services.ts";
import { colourful, forPeople, printJson, printLine } from "../output.ts";
import { CommandFailed, type Shell } from "../shell.ts";
import { plain } from "../table.ts";

const LOOPBACK = /^(127\.|localhost$|::1$)/;

function checkConfig(environment: Shell["environment"]): { readonly finding: Finding; readonly config?: Config } {
  try {
    const config = readConfig(environment);
    const doubts = Object.keys(environment).flatMap((name) => {
      const meant = meantBy(name);
      return meant === undefined ? [] : [`${name} (did you mean ${meant}?)`];
    });
    if (doubts.length > 0) {
      const advice = "rename them, if they are meant for Groundswell";
      return { config, finding: warning("configuration", `no settings: ${doubts.join(", ")}`, advice) };
    }
    const { doubtful } = readEnvFile(".env");
    if (doubtful.length > 0)
      return { config, finding: warning("configuration", `.env: ${doubtful.join("; ")}`, "correct these lines") };
    const { QUEUE, STORE } = config;
    return { config, finding: fine("configuration", `queue ${QUEUE}, store ${STORE}, data in ${config.DATA_DIR}`) };
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    const found = thrown.message.split("\n  ").slice(1).join("; ");
    return { finding: problem("configuration", found, "correct these in .env or the environment") };
  }
}

/** A daemon that runs there has a key, since it would not have started; one that is to make its first key will. */
function checkNetwork({ SERVER, HOST, FIRST_KEY_FILE }: Config, isRunning: boolean): Finding | undefined {
  if (!SERVER || LOOPBACK.test(HOST) || FIRST_KEY_FILE !== undefined || isRunning) return undefined;
  const advice =
    "make a key first (keys create), or let FIRST_KEY_FILE name a file: without a key the daemon doesn't start on this address";
  return warning("network", `HOST=${HOST} is open to the network`, advice);
}

async function* examine(environment: Shell["environment"]): AsyncGenerator<Finding> {
  yield checkNode(process.versions.node);
  const { finding, config } = checkConfig(environment);
  yield finding;
  yield await checkModels();
  if (config === undefined) return yield await checkClock([]);

  const embedded = config.QUEUE === "embedded" || config.STORE === "embedded";
  const folder = embedded ? await checkDataDir(config.DATA_DIR) : undefined;
  if (folder !== undefined) yield folder.finding;
  if (embedded) yield await checkDisk(config.DATA_DIR);
  const daemon = await checkDaemon(config);
  yield* daemon.findings;
  const network = checkNetwork(config, daemon.running);
  if (network !== undefined) yield network;
  const address = await checkPublicUrl(config, daemon.running);
  if (address !== undefined) yield address;
  const queue = await checkQueue(config, daemon.running || folder?.held === true);
  if (queue !== undefined) yield queue;
  const store = await checkStore(config);
  if (config.QUEUE === "embedded") yield await checkQueueFile(config.DATA_DIR);
  if (store === undefined) yield await examineStoreFile(config);
  else yield* examineElasticsearch(config, store.finding);
  const model = await checkLanguageModel(config);
  if (model !== undefined) yield model;
  yield await checkClock(store === undefined ? [] : [{ name: "Elasticsearch", date: store.date }]);
}

async function examineStoreFile({ DATA_DIR, QUEUE }: Config): Promise<Finding> {
  if (QUEUE !== "embedded" || !isStoreGone(DATA_DIR)) return checkStoreFile(DATA_DIR);
  const advice = "restore DATA_DIR from a backup, or move its folder queue away to begin anew";
  return problem("store", "there is none, beside a queue that is not new", advice);
}

/** What it may do and how its indexes are, once it answers. */
async function* examineElasticsearch(config: Config, answer: Finding): AsyncGenerator<Finding> {
  yield answer;
  if (answer.status === "problem") return;
  const permissions = await checkPrivileges(config);
  if (permissions !== undefined) yield permissions;
  yield await checkIndexes(config);
  yield await checkMappings(config);
}

const marks = { ok: ["✓", 32], warning: ["!", 33], problem: ["✗", 31] } as const;

function sentence({ check, status, found, advice }: Finding, colour: boolean): string {
  const [mark, code] = marks[status];
  const shown = colour ? `\u001b[${code}m${mark}\u001b[39m` : mark;
  return `${shown} ${check}: ${plain(found)}${advice === undefined ? "" : `\n    ${advice}`}`;
}

async function doctor(shell: Shell): Promise<void> {
  let problems = 0;
  for await (const finding of examine(shell.environment)) {
    if (finding.status === "problem") problems++;
    if (forPeople(shell)) await printLine(shell, sentence(finding, colourful(shell)));
    else await printJson(shell, finding);
  }
  if (problems > 0) throw new CommandFailed(problems === 1 ? "one problem" : `${problems} problems`);
}

export function configure(command: Command, shell: Shell): void {
  command.action(() => doctor(shell));
}
