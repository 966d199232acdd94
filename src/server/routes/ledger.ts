/** The ledger: how many records came in and what became of each. */
import { z } from "zod";
import { readBalance } from "../../ledger/balance.ts";
import { Balance, Pipeline } from "../../model/ledger.ts";
import { place } from "../parameters.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

export const ledgerRoutes = ({ store }: RouteDeps): Route[] => [
  defineRoute({
    method: "get",
    path: "/api/v1/ledger",
    tag: "Books",
    summary: "The ledger: how many records came in, what became of each, and whether the sums balance",
    scope: "read",
    query: z.strictObject({ app: place.optional(), source: place.optional(), pipeline: Pipeline.default("feedback") }),
    answers: { 200: { description: "The balance", schema: Balance } },
    handle: async ({ principal, query }) => ({ body: await readBalance(store, principal.tenant, query) }),
  }),
];
