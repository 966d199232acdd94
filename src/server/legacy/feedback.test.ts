/** The original's ways in for reviews and posts: what they become, what is refused, and the list that reads them back. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openRig } from "../../sources/rig.testing.ts";
import { putInsights, startTestServer, type TestServer } from "../server.testing.ts";

describe("the original's feedback routes", () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server[Symbol.asyncDispose]());

  const review = {
    ...{ application: "notes", review_id: "r-1", username: "ada", title: "Sync", description: "It loses my notes." },
    ...{ ratings: 2, parent_review_id: null, app_version: "5.2", device: "Pixel" },
    ...{ created_at_source: "2026-01-02T03:04:05Z", updated_at_source: "2026-01-03T00:00:00Z" },
  };

  it("takes a review, with and without the slash, and answers with it", async () => {
    for (const path of ["/api/v1/playstore/ingest/", "/api/v1/playstore/ingest"]) {
      const { status, body } = await server.ask("POST", path, { json: review });
      assert.deepEqual([status, body], [201, review], path);
    }
    assert.deepEqual(server.submissions.at(-1)!.records, [
      {
        ...{ source: "playstore", app: "notes", title: "Sync", text: "It loses my notes.", id: "r-1", impact: 2 },
        ...{ date: "2026-01-02T03:04:05Z", updated_at: "2026-01-03T00:00:00Z" },
        metadata: { username: "ada", device: "Pixel", score: 2, version: "5.2" },
      },
    ]);
  });

  it("takes a list of posts, each with what it answers", async () => {
    const post = { application: "forum", post_id: 17, username: "bob", description: "Me too.", like_count: 3 };
    const posts = [post, { ...post, post_id: 18, parent_post_id: 17, created_at: 1_780_000_000 }];
    const { status, body } = await server.ask("POST", "/api/v1/discourse/ingest/", { json: posts });
    assert.deepEqual([status, body], [201, posts]);
    const of = { source: "discourse", app: "forum", text: "Me too.", impact: 3, metadata: { username: "bob" } };
    assert.deepEqual(server.submissions.at(-1)!.records, [
      { ...of, id: 17 },
      { ...of, id: 18, parent_id: "17", date: 1_780_000_000 },
    ]);
  });

  it("refuses what says nothing, names why, and takes its neighbours", async () => {
    // Its writer reads each record as the real one does.
    await using rig = await openRig();
    const send = (json: unknown) => rig.server.ask("POST", "/api/v1/playstore/ingest/", { json });
    const empty = { application: "notes", review_id: "r-2", description: "" };
    const alone = await send(empty);
    assert.deepEqual([alone.status, alone.body.errors[0]?.field], [400, "text"]);
    assert.equal((await send(7)).status, 400);
    const beside = await send([empty, review]);
    assert.deepEqual([beside.status, beside.body], [201, [review]]);
    assert.deepEqual(rig.ids(), ["r-1"]);
  });

  it("lists feedback of all sources in one form, newest first", async () => {
    await putInsights(server.store, {
      a: {
        data_id: "r-1",
        source: "playstore",
        app_name: "notes",
        date: 100,
        updated_at: 150,
        impact: 2,
        metadata: { username: "ada" },
      },
      b: { data_id: "17", source: "discourse", app_name: "forum", date: 200, parent_id: "16" },
    });
    const all = await server.ask<{ id: string; parent_id: string | null }[]>("GET", "/api/v1/feedback/list/");
    assert.deepEqual(
      all.body.map(({ id, parent_id }) => [id, parent_id]),
      [
        ["17", "16"],
        ["r-1", null],
      ],
    );
    const { body } = await server.ask<object[]>("GET", "/api/v1/feedback/list?application=notes");
    const { title: _, description, ...first } = body[0] as Record<string, unknown>;
    assert.equal(typeof description, "string");
    assert.deepEqual(first, {
      ...{ id: "r-1", source: "playstore", application: "notes", impact: 2, metadata: { username: "ada" } },
      ...{ parent_id: null, created_at: "1970-01-01T00:01:40.000Z", updated_at: "1970-01-01T00:02:30.000Z" },
    });
  });
});
