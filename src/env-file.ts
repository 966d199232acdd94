/** The file `.env`: read in whatever encoding it was saved in, and refused in words where it says nothing or something else than was meant. */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { parse } from "dotenv";
import { ConfigError, type Environment, problemsOf, settingNames } from "./config.ts";
import { findLineFaults, type LineFaults } from "./env-lines.ts";

/** What the command line reads besides the daemon's settings. */
const CLIENT_NAMES = ["GROUNDSWELL_URL", "GROUNDSWELL_API_KEY"];

/** So many letters may be wrong, missing or too many in a name that is taken for one of ours. */
const NEAR = 2;
/** Names shorter than this are near too many others. */
const SHORTEST_NEAR = 6;

function wrong(path: string, message: string): ConfigError {
  return new ConfigError(`wrong configuration:\n  ${path}: ${message}`);
}

/** Of ASCII text in UTF-16 without a mark every other byte is 0. */
function guessUtf16(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  const zeros = (from: number) => bytes.filter((byte, at) => at % 2 === from && byte === 0).length;
  if (zeros(1) > bytes.length / 4) return "utf-16le";
  return zeros(0) > bytes.length / 4 ? "utf-16be" : undefined;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return guessUtf16(bytes) ?? "utf-8";
}

function decode(bytes: Buffer, path: string): string {
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw wrong(path, `it is no text in ${encoding.toUpperCase()}: save it as UTF-8`);
  }
  if (text.includes("\0")) throw wrong(path, "it holds NUL characters: save it as UTF-8");
  return text;
}

export interface EnvFile extends LineFaults {
  readonly variables: Readonly<Record<string, string>>;
}

/** Windows adds the ending where it hides it. */
const HIDDEN_ENDING = ".txt";

/** A link that leads nowhere is a mistake; without a file there is nothing to read. */
function readNothing(path: string): EnvFile {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw wrong(path, "a link to a file that is not there");
  const other = path + HIDDEN_ENDING;
  return { variables: {}, wrong: [], doubtful: existsSync(other) ? [`${other} is not read: name it ${path}`] : [] };
}

/** Throws {@link ConfigError} when the file is there and can't be read as one. */
export function readEnvFile(path: string): EnvFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return readNothing(path);
    throw wrong(path, (error as Error).message);
  }
  const text = decode(bytes, path);
  const variables = parse(text);
  const { wrong: silent, doubtful } = findLineFaults(text, variables);
  if (silent.length > 0 && Object.keys(variables).length === 0) throw wrong(path, "no line of it says NAME=value");
  return { variables, wrong: silent, doubtful };
}

/** Levenshtein's distance, of names as people write them. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** Names are no nearer than their lengths. */
const mayBeNear = (a: string, b: string): boolean => Math.abs(a.length - b.length) <= NEAR;

const squeezed = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, "");
/** The same for names whose letters changed places, however short. */
const sorted = (name: string): string => [...name].sort().join("");
/** What other programs have before the names of their settings. */
const OWN_PREFIX = /^GROUNDSWELL/;

/** The setting that somebody meant by a name that is none; undefined where it is one, or is near none. */
export function meantBy(name: string): string | undefined {
  const known = [...settingNames, ...CLIENT_NAMES];
  if (known.includes(name)) return undefined;
  const bare = squeezed(name).replace(OWN_PREFIX, "");
  const same =
    known.find((one) => squeezed(one) === squeezed(name) || squeezed(one) === bare) ??
    known.find((one) => sorted(squeezed(one)) === sorted(squeezed(name)));
  if (same !== undefined || name.length < SHORTEST_NEAR) return same;
  const near = known
    .filter((one) => one.length >= SHORTEST_NEAR && mayBeNear(squeezed(one), squeezed(name)))
    .map((one) => ({ one, far: distance(squeezed(one), squeezed(name)) }))
    .filter(({ far }) => far <= NEAR)
    .sort((a, b) => a.far - b.far);
  return near[0]?.one;
}

const told = (name: string, meant: string): string => `${name}: no setting of that name; did you mean ${meant}?`;

export interface LoadedEnvironment {
  readonly environment: Environment;
  /** Variables of the process that look like a misspelt setting, which may be somebody else's, and lines of the file that may be meant so. */
  readonly doubtful: readonly string[];
}

/**
 * The process's environment over `.env` in the folder. What looks like a misspelt setting is refused in the file, which is
 * ours, and told of the process. Throws {@link ConfigError}, with the wrong values too.
 */
export function loadEnvironment(own: Environment, path = ".env"): LoadedEnvironment {
  const file = readEnvFile(path);
  const doubts = (names: readonly string[]): string[] =>
    names.flatMap((name) => {
      const meant = meantBy(name);
      return meant === undefined ? [] : [told(name, meant)];
    });
  const environment = { ...file.variables, ...own };
  const inFile = [...file.wrong, ...doubts(Object.keys(file.variables))].map((line) => `${path}: ${line}`);
  if (inFile.length > 0)
    throw new ConfigError(`wrong configuration:\n  ${[...inFile, ...problemsOf(environment)].join("\n  ")}`);
  const doubtful = [...file.doubtful.map((line) => `${path}: ${line}`), ...doubts(Object.keys(own))];
  return { environment, doubtful };
}
