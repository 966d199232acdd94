/** What every emulated method is given, and what it answers. */
import type { Organisation, UserSummary } from "./state.ts";
import type { Fields } from "./validation.ts";

export interface MethodContext {
  readonly organisation: Organisation;
  /** Unix milliseconds. */
  readonly now: number;
  /** The moment that lists show. */
  readonly listedAt: number;
  readonly caller: UserSummary;
}

export interface MethodReply {
  readonly status: number;
  readonly body: unknown;
}

export type Method = (fields: Fields, context: MethodContext) => MethodReply;
