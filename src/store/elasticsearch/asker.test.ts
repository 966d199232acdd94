/** A request to Elasticsearch that nobody waits for any more is taken back. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { readFor } from "../asker.ts";
import { createElasticsearchClient } from "../elasticsearch.ts";
import { orUnavailable } from "./errors.ts";

test("whoever is gone is told so, and the server sees the connection end; the end of a point in time still goes out", async (t) => {
  const searches: ServerResponse[] = [];
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.includes("_search")) searches.push(response);
    else
      response.writeHead(200, { "content-type": "application/json", "x-elastic-product": "Elasticsearch" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createElasticsearchClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  t.after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  const leaving = new AbortController();
  const search = () => orUnavailable(() => client.search({ index: "i" }));
  const asked = readFor(leaving.signal, search);
  // Its rejection is looked at below.
  asked.catch(() => undefined);
  while (searches.length === 0) await once(server, "request");
  leaving.abort(new Error("gone"));
  await assert.rejects(asked, /gone/);
  if (!searches[0]!.closed) await once(searches[0]!, "close");
  await assert.rejects(readFor(leaving.signal, search), /gone/);
  assert.equal(searches.length, 1);
  await readFor(leaving.signal, () => client.closePointInTime({ id: "p" }));
});
