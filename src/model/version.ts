/** The version of the app that a record is about, where its metadata has one; the order of versions, and ranges of them. */

/** Longer texts are no versions; also the longest range that is read. */
const LONGEST = 100;

const NAMES = ["version", "app_version", "appVersion", "reviewCreatedVersion"] as const;

/** As it was written, trimmed. Words without a digit (`Varies with device`) and anything long are no version. */
export function versionOf(metadata: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of NAMES) {
    const value = metadata[name];
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
    if (typeof value !== "string") continue;
    const version = value.trim();
    if (version.length <= LONGEST && /\d/.test(version)) return version;
  }
  return undefined;
}

/** What comes before the release that it is named after. */
const BEFORE_RELEASE =
  /^(?:a|alpha|b|beta|c|rc|cr|pre|preview|prerelease|dev|snapshot|canary|nightly|ea|milestone|test|testflight)$/;

interface Parsed {
  /** Without the zeros at its end: 5.2 is 5.2.0. */
  readonly release: readonly string[];
  /** -1 before the release, 0 it, 1 after it (`1.0.2k`, `5.2-hotfix1`). */
  readonly stage: -1 | 0 | 1;
  readonly suffix: readonly string[];
  /** What stands after `+` or in brackets. */
  readonly build: readonly string[];
}

const identifiers = (text: string): string[] => text.toLowerCase().match(/\d+|\p{L}+/gu) ?? [];

function withoutZeros(numbers: readonly string[]): string[] {
  let length = numbers.length;
  while (length > 0 && /^0+$/.test(numbers[length - 1]!)) length--;
  return numbers.slice(0, length);
}

function parse(version: string): Parsed {
  const named = version.trim().replace(/^(?:version|ver|v)?[\s.:]*(?=\d)/i, "");
  const end = named.search(/[+([]/);
  const core = end < 0 ? named : named.slice(0, end);
  const numbers = /^\d+(?:[._]\d+)*/.exec(core)?.[0] ?? "";
  const suffix = identifiers(core.slice(numbers.length));
  const stage = suffix.length === 0 ? 0 : BEFORE_RELEASE.test(suffix[0]!) ? -1 : 1;
  return { release: withoutZeros(identifiers(numbers)), stage, suffix, build: identifiers(named.slice(core.length)) };
}

/** Digits by their value, however many they are; digits before words, as Semantic Versioning has it. */
function compareIdentifiers(a: string, b: string): number {
  const [first, second] = [a, b].map((one) => (/^\d/.test(one) ? one.replace(/^0+(?=\d)/, "") : undefined));
  if (first !== undefined && second !== undefined) {
    if (first.length !== second.length) return first.length - second.length;
    return first < second ? -1 : first > second ? 1 : 0;
  }
  if (first !== undefined) return -1;
  if (second !== undefined) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareLists(a: readonly string[], b: readonly string[], missing?: string): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [first, second] = [a[at] ?? missing, b[at] ?? missing];
    if (first === undefined) return -1;
    if (second === undefined) return 1;
    const order = compareIdentifiers(first, second);
    if (order !== 0) return order;
  }
  return 0;
}

const compareWithoutBuild = (a: Parsed, b: Parsed): number =>
  compareLists(a.release, b.release, "0") || a.stage - b.stage || compareLists(a.suffix, b.suffix);

const compareParsed = (a: Parsed, b: Parsed): number => compareWithoutBuild(a, b) || compareLists(a.build, b.build);

/** Negative when `a` comes before `b`: 5.9 before 5.10, 5.2-beta before 5.2, `5.2 (11)` after `5.2 (9)`; 5.2 and v5.2.0 are equal. */
export const compareVersions = (a: string, b: string): number => compareParsed(parse(a), parse(b));

const operators = [">=", "<=", ">", "<", "="] as const;
type Operator = (typeof operators)[number];

/** All of the bounds hold at once. */
export interface VersionRange {
  readonly bounds: readonly { readonly operator: Operator; readonly version: string }[];
}

const MOST_BOUNDS = 8;
const BOUND = /^\s*,?\s*(>=|<=|>|<|=)\s*([^\s,<>=]+)/;

/** `>=5.2`, `>=5.2 <6`, `=5.2`; undefined for what is no range, a plain version among it. */
export function parseVersionRange(text: string): VersionRange | undefined {
  if (text.length > LONGEST) return undefined;
  const bounds: { operator: Operator; version: string }[] = [];
  let rest = text;
  for (let match = BOUND.exec(rest); match !== null; match = BOUND.exec(rest)) {
    const [whole, operator, version] = match as unknown as [string, Operator, string];
    if (!/\d/.test(version) || bounds.length === MOST_BOUNDS) return undefined;
    bounds.push({ operator, version });
    rest = rest.slice(whole.length);
  }
  return bounds.length > 0 && rest.trim() === "" ? { bounds } : undefined;
}

function holds(order: number, operator: Operator): boolean {
  switch (operator) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "=":
      return order === 0;
    default:
      return operator satisfies never;
  }
}

/** A bound that names no build holds for all builds alike: `5.2 (11)` is in `<=5.2`. */
export function isInVersionRange(version: string, { bounds }: VersionRange): boolean {
  const parsed = parse(version);
  return bounds.every((bound) => {
    const limit = parse(bound.version);
    const compare = limit.build.length === 0 ? compareWithoutBuild : compareParsed;
    return holds(compare(parsed, limit), bound.operator);
  });
}
