/** Receipts: how they stand, and sending one again. */
import { z } from "zod";
import { Receipt } from "../../model/receipt.ts";
import { receiptStates } from "../../model/receipt-names.ts";
import { listReceipts, receiptOf, resendReceipt } from "../../operations/receipts.ts";
import { findResponse } from "../../operations/responses.ts";
import { from, id, listOf, name, paging, to } from "../parameters.ts";
import { notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const tag = "Receipts";

export function receiptRoutes({ store, now }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/receipts",
      tag,
      summary: "Receipts, newest first",
      scope: "read",
      query: z.strictObject({
        form: name.optional(),
        state: z.enum(receiptStates).optional(),
        from: from.optional(),
        to: to.optional(),
        ...paging,
      }),
      answers: { 200: { description: "A page of receipts", schema: listOf(Receipt) } },
      handle: async ({ principal, query }) => ({ body: await listReceipts(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/responses/:id/receipt",
      tag,
      summary: "The receipt of a response",
      scope: "read",
      params: id,
      query: z.strictObject({ form: name.optional() }),
      answers: {
        200: { description: "The receipt", schema: Receipt },
        404: { description: "No such response, or no receipt of it" },
      },
      async handle({ principal: { tenant }, params, query }) {
        const found = await findResponse(store, tenant, params.id, query.form);
        if (found === "several")
          throw new Problem(409, "several forms have a response of this id: say which with ?form=");
        const receipt = found === "missing" ? undefined : await receiptOf(store, tenant, found.id);
        if (receipt === undefined) throw notFound("receipt");
        return { body: receipt };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/receipts/:id/resend",
      tag,
      summary: "Send a receipt again that ended without reaching anybody",
      scope: "admin",
      params: id,
      answers: {
        202: { description: "It will be sent", schema: Receipt },
        404: { description: "No such receipt" },
        409: { description: "The receipt has arrived or may still arrive" },
      },
      async handle({ principal, params }) {
        const resent = await resendReceipt(store, principal, params.id, now());
        if (resent === "missing") throw notFound("receipt");
        if (resent === "not_ended")
          throw new Problem(409, "this receipt may still arrive, has arrived, or has nobody to go to");
        return { status: 202, body: resent };
      },
    }),
  ];
}
