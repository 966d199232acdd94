/**
 * Kinds of failure that people use for one story: who says that an app crashes and who says that it does not open mostly
 * mean the same, and so do a wish for something and the complaint that it is missing. Found by counting how often two kinds
 * stand in one theme of six hand-coded apps, of all pairs of statements that have them, beside how often each kind meets itself.
 */
// cspell:ignore Bhattacharyya
export const failureFamilies: readonly (readonly string[])[] = [
  ["crashes", "does-not-open", "freezes"],
  ["wish", "missing-content", "option-missing", "outdated"],
  ["cannot-log-in", "cannot-sign-up"],
  ["support-bad", "staff-behaviour"],
  ["too-expensive", "charged-wrongly"],
  ["security", "privacy"],
];

/** Kinds that are one story of an app, whatever people name: who drains the battery is settled in one place. */
export const wholeFailures: ReadonlySet<string> = new Set([
  "account-blocked",
  "cannot-install",
  "drains-resources",
  "language-missing",
  "not-in-region",
  "playback-fails",
  "refund-missing",
  "support-bad",
  "too-many-ads",
]);

/** How much a family counts beside its single kinds: tried 0 to .9 on seven hand-coded apps. */
const FAMILY_SHARE = 0.6;

export interface FailureSpace {
  /** Numbers a statement has. */
  readonly width: number;
  /** Square roots of shares, so that the dot product of two statements is Bhattacharyya's coefficient over kinds and families. */
  place(shares: ArrayLike<number>, into: Float32Array): void;
}

/** `classes`: names of the kinds, in the order of their shares. */
export function createFailureSpace(classes: readonly string[]): FailureSpace {
  const kinds = classes.length;
  const familyOf = classes.map((name) => failureFamilies.findIndex((family) => family.includes(name)));
  return {
    width: kinds + failureFamilies.length,
    place(shares, into) {
      for (let kind = 0; kind < kinds; kind++) {
        const family = familyOf[kind]!;
        const share = shares[kind]!;
        into[kind] = family < 0 ? share : share * (1 - FAMILY_SHARE);
        if (family >= 0) into[kinds + family]! += share * FAMILY_SHARE;
      }
      for (let at = 0; at < into.length; at++) into[at] = Math.sqrt(into[at]!);
    },
  };
}
