/** A decision about themes in figures and a sentence, before it is taken. */
import { z } from "zod";
import { ticketId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import { decisionKinds, MuteUntil } from "../model/theme-decision.ts";
import { addsToClosed, growsTicket } from "../model/ticket-growth.ts";
import type { Store } from "../store/store.ts";
import type { PlannedMember, ThemePlan } from "./theme-plan.ts";
import { statusOf } from "./tickets.ts";

export const DecisionEffect = z
  .object({
    what: z.enum(decisionKinds),
    app: z.string(),
    insights: z.number().int().meta({ description: "that move" }),
    themes: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        size_before: z.number().int(),
        size_after: z.number().int(),
      }),
    ),
    tickets: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        becomes: z.enum(["merged", "revised", "reopened"]),
      }),
    ),
    reopens: z.number().int(),
    until: MuteUntil.optional(),
    title: z
      .object({
        name: z.string(),
        stays: z.boolean().meta({ description: "a person gave it; else the next pass names it anew" }),
      })
      .optional()
      .meta({ description: "of a merge: what is called so from now on" }),
    says: z.string(),
  })
  .meta({ id: "DecisionEffect" });
export type DecisionEffect = z.infer<typeof DecisionEffect>;

const sizeOf = (members: readonly PlannedMember[]): number => new Set(members.map(({ insight }) => insight)).size;

type Tickets = DecisionEffect["tickets"];

/** The ticket of a theme that ends in another one. */
async function mergedTicket(store: Store, tenant: TenantId, theme: string): Promise<Tickets> {
  const stored = await store.get(tenant, "tickets", ticketId(theme));
  if (stored === undefined || stored.doc.item.metadata.merged_into !== undefined) return [];
  return [{ id: stored.id, title: stored.doc.item.title, becomes: "merged" }];
}

/** The ticket of a theme that gets more evidence. */
async function grownTicket(
  store: Store,
  tenant: TenantId,
  theme: string,
  moving: readonly PlannedMember[],
): Promise<Tickets> {
  const id = ticketId(theme);
  const [stored, state] = await Promise.all([store.get(tenant, "tickets", id), store.get(tenant, "ticket_states", id)]);
  if (stored === undefined) return [];
  const known = new Set(stored.doc.item.metadata["source review ids"]);
  const urgent = moving.filter(({ rank, insight }) => rank >= 2 && !known.has(insight));
  if (!growsTicket(known.size, sizeOf(urgent))) return [];
  const isClosed = statusOf(stored.doc, state?.doc) === "closed";
  const isReopened = isClosed && urgent.some(({ at, version }) => addsToClosed(state!.doc, { date: at, version }));
  return [{ id, title: stored.doc.item.title, becomes: isReopened ? "reopened" : "revised" }];
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** The first one lives, under its name; a pass gives one anew where no person gave it. */
function titleAfter({ what, themes, docs }: ThemePlan): DecisionEffect["title"] {
  const doc = what === "merge" ? docs.get(themes[0]!) : undefined;
  return doc && { name: doc.name, stays: doc.people?.title !== undefined };
}

const sayTitle = (title: DecisionEffect["title"]): string =>
  title === undefined
    ? ""
    : ` Is called "${title.name}"${title.stays ? "" : " until the next pass, which names it by what all of them say"}.`;

function sayOf(plan: ThemePlan, insights: number, tickets: Tickets, reopens: number) {
  const { what, title, until, version } = plan;
  switch (what) {
    case "rename":
      return `Is called "${title}" from now on; no ticket changes.`;
    case "mute": {
      const when = [
        ...(until?.per_week === undefined ? [] : [`${until.per_week} come within seven days`]),
        ...(until?.size === undefined ? [] : [`${until.size} tell of it`]),
      ];
      return `Makes no ticket and no alert until ${when.join(" or ")}.`;
    }
    case "fixed":
      return `Is shown as fixed${version === undefined ? "" : ` in ${version}`}, with what comes after.`;
    default: {
      const changed = tickets.length === 0 ? "no ticket changes" : `${counted(tickets.length, "ticket")} change`;
      const verb = tickets.length === 1 ? `${changed}s` : changed;
      return `Moves ${counted(insights, "insight")}, ${verb}, ${reopens === 0 ? "none" : reopens} ${reopens > 1 ? "reopen" : "reopens"}.${sayTitle(titleAfter(plan))}`;
    }
  }
}

export async function effectOf(store: Store, tenant: TenantId, plan: ThemePlan): Promise<DecisionEffect> {
  const { app, what, themes, docs, moving, to, before, until } = plan;
  const moved = new Set(moving);
  const shown = themes.map((id) => {
    const own = before.get(id) ?? [];
    const after = [...own.filter((one) => !moved.has(one)), ...(id === to ? moving : [])];
    const doc = docs.get(id);
    const isMoved = before.size > 0;
    const name = what === "rename" ? plan.title! : (doc?.name ?? plan.title ?? "");
    const size = doc?.size ?? 0;
    return {
      ...{ id, name },
      ...{ size_before: isMoved ? sizeOf(own) : size, size_after: isMoved ? sizeOf(after) : size },
    };
  });
  const ending = what === "merge" ? themes.slice(1) : [];
  const tickets = [
    ...(to === undefined ? [] : await grownTicket(store, tenant, to, moving)),
    ...(await Promise.all(ending.map((theme) => mergedTicket(store, tenant, theme)))).flat(),
  ];
  const reopens = tickets.filter(({ becomes }) => becomes === "reopened").length;
  const insights = sizeOf(moving);
  const says = sayOf(plan, insights, tickets, reopens);
  const called = titleAfter(plan);
  return {
    ...{ what, app, insights, themes: shown, tickets, reopens },
    ...(until === undefined ? {} : { until }),
    ...(called === undefined ? {} : { title: called }),
    says,
  };
}
