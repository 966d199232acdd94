/**
 * Providers whose names mean something else than elsewhere: Reddit's `score` counts votes, Discourse's `version` counts
 * edits, X's `source` is the program it was written with. A provider is told by names that only it uses; its own names
 * come before those of names.ts, and what it means otherwise goes to the metadata under a name that says so.
 */
import type { Field } from "./names.ts";

export interface Provider {
  readonly name: string;
  /** Folded; told by any set of which all names are there. */
  readonly toldBy: readonly (readonly string[])[];
  readonly fields?: Partial<Record<Field, readonly string[]>>;
  /** Names that are metadata here, and what they are called there. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export const providers: readonly Provider[] = [
  {
    name: "Reddit",
    toldBy: [["subreddit"], ["subredditid"], ["selftext", "numcomments"]],
    fields: {
      id: ["name", "id"],
      text: ["selftext", "body", "text"],
      date: ["createdutc", "date", "createdat", "timestamp", "created"],
      updated_at: ["edited"],
      person: ["author"],
      url: ["permalink", "url"],
      stars: [],
      likes: ["score", "ups", "upvotes"],
    },
  },
  {
    name: "X",
    toldBy: [
      ["publicmetrics"],
      ["publicmetricslikecount"],
      ["retweetcount"],
      ["favoritecount"],
      ["edithistorytweetids"],
      ["edithistorypostids"],
      ["inreplytostatusid"],
      ["airlinesentiment"],
    ],
    fields: {
      text: ["fulltext", "extendedtweetfulltext", "noteposttext", "notetweettext", "text"],
      source: [],
      stars: [],
      version: [],
    },
    metadata: { source: "client" },
  },
  {
    name: "Discourse",
    toldBy: [["postraw"], ["postcooked"], ["postnumber", "topicid"], ["cooked"]],
    fields: {
      text: ["postraw", "raw", "postcooked", "cooked", "text", "excerpt"],
      title: ["topictitle", "title"],
      person: ["username"],
      url: ["posturl", "url"],
      stars: [],
      version: [],
    },
    metadata: { version: "post_version", score: "post_score" },
  },
  {
    name: "Intercom",
    toldBy: [["sourcebody"], ["conversationparts"], ["conversationrating"]],
    fields: { source: [], title: ["title", "sourcesubject"] },
    metadata: { source: "conversation_source" },
  },
  {
    name: "Amazon",
    toldBy: [["asin"], ["parentasin"], ["unixreviewtime"]],
    fields: { date: ["unixreviewtime", "timestamp", "reviewtime", "reviewdate", "date"], parent_id: [] },
  },
  {
    name: "Yelp",
    toldBy: [
      ["businessid", "useful"],
      ["businessid", "stars"],
    ],
    fields: { likes: ["useful"] },
  },
  {
    name: "Freshdesk",
    toldBy: [["descriptiontext"], ["responderid", "requesterid"], ["fremail", "fwdemails"]],
    fields: { text: ["descriptiontext", "description"], source: [], stars: [] },
    metadata: { source: "channel" },
  },
  {
    name: "GitHub",
    toldBy: [
      ["htmlurl", "nodeid"],
      ["htmlurl", "commentsurl"],
      ["htmlurl", "issueurl"],
    ],
    fields: { url: ["htmlurl"], stars: [] },
    metadata: { url: "api_url" },
  },
  {
    name: "Help Scout",
    toldBy: [["primarycustomer"], ["userupdatedat"]],
    fields: { text: ["body", "text", "preview"], stars: [] },
  },
  {
    name: "Zendesk",
    toldBy: [["requesterid", "subject"], ["satisfactionrating"], ["assigneeid", "subject"]],
    fields: { stars: [] },
  },
];
