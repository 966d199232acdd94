/** From arguments to an exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
import { Command, CommanderError } from "commander";
import about from "../../package.json" with { type: "json" };
import { type CommandEntry, registry } from "./registry.ts";
import { CommandFailed, Interrupted, note, type Shell, UsageError } from "./shell.ts";

const EPILOGUE = `
Data goes to stdout (JSON lines unless it is a terminal), everything else to stderr.
Exit code: 0 done, 1 failed, 2 wrong usage.
GROUNDSWELL_URL and GROUNDSWELL_API_KEY say where the daemon is and who you are (by default: HOST and PORT, no key).`;

function createProgram(shell: Shell): Command {
  const program = new Command("groundswell");
  program.description("Turns a stream of customer feedback into ranked, evidenced problems.");
  program.version(about.version);
  program.addHelpText("after", EPILOGUE);
  program.exitOverride();
  program.configureOutput({
    writeOut: (text) => shell.stdout.write(text),
    writeErr: (text) => shell.stderr.write(text),
    getOutHelpWidth: () => shell.stdout.columns ?? 100,
    getErrHelpWidth: () => shell.stderr.columns ?? 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  program.showHelpAfterError("(--help shows how)");
  program.hook("preAction", refuseEmpty);
  return program;
}

/** `--app "$APP"` with a variable that is not set: nobody means nothing by it. */
function refuseEmpty(_: Command, command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) === "cli" && command.getOptionValue(name) === "")
      throw new UsageError(`${option.long ?? option.flags} is empty`);
  }
  for (const [at, value] of command.args.entries()) {
    if (value !== "") continue;
    const argument = command.registeredArguments[Math.min(at, command.registeredArguments.length - 1)];
    throw new UsageError(`<${argument?.name() ?? "argument"}> is empty`);
  }
}

async function addCommand(program: Command, entry: CommandEntry, chosen: boolean, shell: Shell): Promise<void> {
  const command = program.command(entry.name).description(entry.summary);
  if (chosen) (await entry.load()).configure(command, shell);
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function exitCodeOf(thrown: unknown, shell: Shell): number {
  if (thrown instanceof CommanderError) {
    // Commander has already said what is wrong; help that was asked for comes with 0.
    return thrown.exitCode === 0 ? 0 : 2;
  }
  if (thrown instanceof Interrupted || shell.signal.aborted) return 130;
  const error = asError(thrown);
  note(shell, `groundswell: ${error.message}`);
  if (error instanceof UsageError) return 2;
  if (!(error instanceof CommandFailed) && shell.environment.LOG_LEVEL === "debug") note(shell, error.stack ?? "");
  return 1;
}

export async function run(argv: readonly string[], shell: Shell): Promise<number> {
  const program = createProgram(shell);
  const name = argv[0] === "help" ? argv[1] : argv[0];
  for (const entry of registry) await addCommand(program, entry, entry.name === name, shell);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return shell.signal.aborted ? 130 : 0;
  } catch (thrown) {
    return exitCodeOf(thrown, shell);
  }
}
