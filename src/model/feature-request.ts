/** A feature request: something users ask for, grouped across records and organisations. */
import { z } from "zod";
import { shortId } from "./identity.ts";
import { type RequestStatus, requestStatuses } from "./request-names.ts";

/** What the other_features snap-in publishes: `[{title, text, date}]` and a few optional fields. */
export const FeatureItem = z
  .object({
    title: z.string().max(8_000).optional(),
    text: z.string().max(32_000).optional(),
    date: z.union([z.string(), z.number()]).optional(),
    id: z.union([z.string().min(1).max(1_000), z.number()]).optional(),
    org: z.string().max(300).optional(),
    hashtag: z.string().max(300).optional(),
    url: z.string().max(8_000).optional(),
    source: z.string().max(100).optional(),
    app: z.string().max(200).optional(),
    insight_id: z.string().max(100).optional(),
  })
  .meta({ id: "FeatureItem" });
export type FeatureItem = z.infer<typeof FeatureItem>;

/** One wish of one text; `id` is the same however often it is delivered. */
export const FeatureRequestItem = z.object({
  id: z.string(),
  /** As it was sent; what it asks for, in few words, is `wish`. */
  title: z.string(),
  wish: z.string(),
  text: z.string(),
  date: z.number().int(),
  org: z.string().optional(),
  hashtag: z.string().optional(),
  url: z.string().optional(),
  insight_id: z.string().optional(),
});
export type FeatureRequestItem = z.infer<typeof FeatureRequestItem>;

export const FeatureRequest = z
  .object({
    id: z.string(),
    app: z.string(),
    title: z.string(),
    count: z.number().int(),
    orgs: z.array(z.string()),
    quotes: z.array(z.object({ insight_id: z.string().optional(), text: z.string() })),
    first_seen: z.number().int(),
    last_seen: z.number().int(),
    items: z.array(FeatureRequestItem),
    status: z.enum(requestStatuses),
    votes: z.number().int().meta({ description: "of those who look at requests; how many ask for it is count" }),
    voted: z.boolean().meta({ description: "whether the caller did" }),
  })
  .meta({ id: "FeatureRequest" });
export type FeatureRequest = z.infer<typeof FeatureRequest>;

/** Items kept with a group, the newest; `count` goes on. */
export const MAX_ITEMS = 50;
/** Ids remembered against double counting, or all of the batch that joined last: a redelivery is hardly ever older. */
export const MAX_SEEN = 1_000;

export interface FeatureRequestDocument extends Omit<FeatureRequest, "status" | "votes" | "voted"> {
  /** Of the model that its vector was made with. */
  readonly vector_version?: string;
  /** The first letters of the ids of the items counted, the latest last. */
  readonly seen: readonly string[];
  /** Absent: open. */
  readonly status?: RequestStatus;
  /** Who voted, as the audit log names them. */
  readonly voters?: readonly string[];
}

/** Of the group that an item founds. */
export const requestId = (app: string, item: string): string => shortId("feature-request", app, item);

/** The wish that founded a group; once that is forgotten, its title. */
export const foundingWish = ({ id, app, title, items }: FeatureRequestDocument): string =>
  items.find((item) => requestId(app, item.id) === id)?.wish ?? title;
