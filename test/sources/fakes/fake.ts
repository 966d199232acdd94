/** What a fake of a provider is: it shows items in the provider's own shapes, pages and headers, and says its own no. */
import type { ProviderAnswer, ProviderAsked } from "../../../src/sources/rig.testing.ts";

/** Something that somebody wrote there. */
export interface FakeItem {
  /** From 1; later ones are younger. */
  readonly number: number;
  /** When it was written, unix seconds. */
  readonly at: number;
  readonly text: string;
  /** When its text was changed last. */
  readonly editedAt?: number;
  readonly gone?: true;
  /** Shown in a shape that nobody can read. */
  readonly broken?: true;
}

export interface FakeState {
  readonly items: readonly FakeItem[];
  /** By the provider's clock, unix seconds. */
  readonly now: number;
  /** What it was told to sign in with works no more. */
  readonly isRevoked: boolean;
  /** How often somebody has been given a token: only the latest is good. */
  tokens: number;
}

export interface Fake {
  readonly name: string;
  /** Items of a page. */
  readonly size: number;
  /** What it takes to register it: type, settings and secrets. */
  registration(url: string): Readonly<Record<string, unknown>>;
  /** The `id` of the record that an item becomes. */
  idOf(number: number): string;
  answer(asked: ProviderAsked, state: FakeState): ProviderAnswer;
  /** Whether a request is for a page of items, so that faults come in the middle of a listing. */
  isPage(asked: ProviderAsked): boolean;
  /** As it tells somebody to slow down for so long. */
  limited(seconds: number, now: number): ProviderAnswer;
  /** As it tells that who asks is nobody; absent where anybody may read. */
  readonly refused?: (asked: ProviderAsked) => ProviderAnswer;
  /** Whether `limited` tells for how long. */
  readonly saysHowLong?: true;
  /** Lets the token run out that is made of the secrets for a while; absent where none is. */
  readonly expire?: (state: { tokens: number }, clock: { now: number }) => void;
  /** Whether all that it shows is one page. */
  readonly isSinglePage?: true;
  /** Whether a pull sees what was deleted. */
  readonly showsDeleted?: true;
  /** Whether it shows what was read before again, so that showing nothing can't be true. */
  readonly repeats: boolean;
  /** Why a pull after a stop of a month has a gap; absent where it has none. */
  readonly gapAfterMonth?: string;
  /** Whether what nobody can read is a record all the same, for the writer to refuse. */
  readonly sendsBroken?: true;
}

export const newestFirst = (items: readonly FakeItem[]): FakeItem[] =>
  items.filter(({ gone }) => !gone).sort((a, b) => (b.editedAt ?? b.at) - (a.editedAt ?? a.at) || b.number - a.number);

/** The second page is short, although more follow. */
export function pageFrom<T>(all: readonly T[], from: number, size: number) {
  const to = from + (from === size ? Math.ceil(size / 3) : size);
  return { page: all.slice(from, to), next: to < all.length ? to : undefined };
}

export const isoOf = (seconds: number, zone: "Z" | "+00:00" = "Z"): string =>
  new Date(seconds * 1_000).toISOString().replace("Z", zone);

/** The JSON of one part of a token (0: header, 1: claims). */
export function tokenPart<T>(token: string, part: 0 | 1): T {
  return JSON.parse(Buffer.from(token.split(".")[part] ?? "", "base64url").toString() || "{}") as T;
}
