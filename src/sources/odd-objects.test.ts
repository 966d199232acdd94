/** Buckets as they are: objects that go while they are listed, archived ones, folders upon folders, and what is no bucket at all. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { openProvider, openRig, type Provider, type ProviderAnswer, type Registered, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;
const PAGE = 1_000;
const xml = { "content-type": "application/xml" };
const fault = (status: number, code: string): ProviderAnswer => ({
  status,
  headers: xml,
  text: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
});
const lines = (...ids: string[]) =>
  ids.map((id) => `${JSON.stringify({ id, text: `The app crashes at ${id}` })}\n`).join("");

describe("buckets that are odd", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  /** By key: what it holds, or how it is refused. */
  let objects: Record<string, string | ProviderAnswer>;
  before(async () => {
    rig = await openRig({ start: START });
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  const contents = (key: string) =>
    `<Contents><Key>${key}</Key><Size>9</Size><ETag>"e"</ETag><LastModified>${new Date((START - 3_600) * 1_000).toISOString()}</LastModified></Contents>`;
  function list(after: string): ProviderAnswer {
    const keys = Object.keys(objects)
      .filter((key) => key > after)
      .sort();
    const more = keys.length > PAGE;
    const next = more ? "<NextContinuationToken>t</NextContinuationToken>" : "";
    const text = `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${keys.slice(0, PAGE).map(contents).join("")}</ListBucketResult>`;
    return { headers: xml, text };
  }
  beforeEach(async () => {
    rig.sent.length = 0;
    objects = {};
    provider.answer = ({ url }) => {
      const key = decodeURIComponent(url.pathname.replace(/^\/theirs\/?/, ""));
      if (key === "") return list(url.searchParams.get("start-after") ?? "");
      const found = objects[key];
      return typeof found === "string" ? { text: found } : (found ?? fault(404, "NoSuchKey"));
    };
    source = await rig.register({
      ...{ type: "s3", settings: { bucket: "theirs", base_url: provider.url } },
      secrets: { api_user: "id", api_key: "secret" },
    });
  });

  it("lose an object that was deleted since it was listed, and keep one that is archived as a rejection", async () => {
    objects = {
      "a.jsonl": fault(404, "NoSuchKey"),
      "b.jsonl": fault(403, "InvalidObjectState"),
      "c.jsonl": lines("1", "2"),
    };
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.rejected], ["succeeded", 2, 1]);
    const kept = await rig.server.ask("GET", "/api/v1/rejections?source=s3");
    assert.match(JSON.stringify(kept.body.items), /archived.*b\.jsonl/);
  });

  it("are read past a page of nothing but folders", async () => {
    for (let at = 0; at < PAGE + 2; at++) objects[`f${String(at).padStart(5, "0")}/`] = "";
    objects["z.jsonl"] = lines("1");
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted], ["succeeded", 1]);
  });

  it("are none where a page answers, and in another region", async () => {
    provider.answer = () => ({ text: "<html><body>It works!</body></html>" });
    const page = await rig.pull(source.id);
    assert.deepEqual([page.state, page.error?.code], ["failed", "unavailable"]);
    assert.match(page.error!.message, /is the address that of an S3 server/);
    provider.answer = () => fault(301, "PermanentRedirect");
    const elsewhere = await rig.pull(source.id);
    assert.match(elsewhere.error!.message, /is its region right/);
  });
});
