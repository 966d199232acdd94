/** The Eye's own paths, as its clients and tests use them. */
// cspell:ignore iexact
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { Event, EventError } from "../../src/model/event.ts";
import { describeEvents, type EventBed } from "./bed.ts";

const multipart = (fields: Readonly<Record<string, string>>): string =>
  `${Object.entries(fields)
    .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join("")}--b--\r\n`;

describeEvents("The Eye's paths", (open) => {
  let bed: EventBed;
  let key: string;
  before(async () => {
    bed = await open();
    const made = await bed.ask<{ key: string }>("POST", "/api/v1/keys", {
      json: { name: "consumer web page", scopes: ["ingest", "read"] },
    });
    key = made.body.key;
  });
  after(() => bed.close());

  const ask = <Body>(method: string, path: string, json?: unknown) =>
    bed.ask<Body>(method, path, { json, headers: { authorization: `Token ${key}` } });
  const names = async (query: string) =>
    (await ask<Event[]>("GET", `/api/events?${query}`)).body.map(({ name }) => name);

  const pageview = {
    session_id: "e2085be5-9137-4e4e-80b5-f1ffddc25423",
    category: "page interaction",
    name: "pageview",
    data: { host: "www.example.com", path: "/", element: null },
    timestamp: "2021-01-01 09:15:27.243860",
  };

  it("take events by token, with and without the slash, and answer with nothing", async () => {
    const click = { ...pageview, name: "cta click", timestamp: "2021-01-01 09:15:28" };
    const form = { ...pageview, session_id: "other", category: "form interaction", name: "submit" };
    for (const [path, event] of [
      ["/api/events", pageview],
      ["/api/events/", click],
      ["/api/events/", form],
    ] as const) {
      const { status, text } = await ask("POST", path, event);
      assert.deepEqual([status, text], [202, ""], path);
    }
    await bed.settled(3);
    assert.equal((await bed.ask("POST", "/api/events/", { json: pageview })).status, 401);
  });

  it("answer with a plain list, newest first, whose ids are texts", async () => {
    const { status, body } = await ask<Event[]>("GET", "/api/events/");
    assert.equal(status, 200);
    assert.deepEqual(body.map(({ name }) => name).slice(0, 1), ["cta click"]);
    assert.ok(body.every(({ id, application }) => typeof id === "string" && application === "consumer web page"));
    const one = await ask<Event>("GET", `/api/events/${body[0]?.id}/`);
    assert.deepEqual(one.body, body[0]);
  });

  it("filter by value, by part and by time, both ends included", async () => {
    assert.deepEqual(await names(`session_id=${pageview.session_id}`), ["cta click", "pageview"]);
    assert.deepEqual(await names("session_id__icontains=E2085BE5"), ["cta click", "pageview"]);
    assert.deepEqual(await names("category__icontains=FORM"), ["submit"]);
    assert.deepEqual(await names("name__icontains=CLICK"), ["cta click"]);
    assert.deepEqual(await names("name__icontains=i&category=form%20interaction"), ["submit"]);
    assert.deepEqual(await names("name__icontains=nothing"), []);
    assert.deepEqual(await names("timestamp_after=2021-01-01T09:15:28Z"), ["cta click"]);
    const before = await names("timestamp_before=2021-01-01%2009:15:27.243860");
    assert.deepEqual(before.sort(), ["pageview", "submit"]);
    assert.equal((await names("ordering=-timestamp")).length, 3, "what it doesn't know changes nothing");
  });

  it("filter by every lookup of Django, together, and refuse one that nobody knows instead of leaving it out", async () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["timestamp__gte=2021-01-01T09:15:28Z", ["cta click"]],
      ["timestamp__gt=2021-01-01T09:15:27.243860Z", ["cta click"]],
      ["timestamp__lt=2021-01-01T09:15:28Z&category__icontains=PAGE", ["pageview"]],
      ["timestamp__lte=2021-01-01T09:15:27.243860%2B00:00&name__startswith=page", ["pageview"]],
      // A plus that was not encoded.
      ["timestamp__gte=2021-01-01T10:15:28+01:00", ["cta click"]],
      ["timestamp_after=2021-01-01T10:15:28+01:00", ["cta click"]],
      ["timestamp__range=2021-01-01 09:15:27.5,2021-01-02", ["cta click"]],
      ["session_id__iexact=OTHER", ["submit"]],
      ["session_id__startswith=e2085&name__in=pageview,submit", ["pageview"]],
      ["name__icontains=i&name__endswith=k", ["cta click"]],
      ["name=submit&name__icontains=page", []],
      ["application__icontains=CONSUMER&timestamp__gte=2022-01-01", []],
      ["name__icontains=", ["cta click", "pageview", "submit"]],
    ];
    for (const [query, wanted] of cases) assert.deepEqual((await names(query)).sort(), wanted, query);
    const wrong = await ask<{ errors: { field: string }[] }>("GET", "/api/events/?name__near=x&timestamp__gte=soon");
    assert.deepEqual(
      [wrong.status, wrong.body.errors.map(({ field }) => field).sort()],
      [400, ["name__near", "timestamp__gte"]],
    );
  });

  it("list what was wrong with events", async () => {
    await ask("POST", "/api/events/", { ...pageview, timestamp: "2121-01-01 09:15:27", name: "" });
    await bed.settled(4);
    const { body } = await ask<EventError[]>("GET", "/api/errors/");
    assert.deepEqual(body.map(({ field, code }) => `${field} ${code}`).sort(), ["name blank", "timestamp future"]);
    assert.equal((await ask<EventError>("GET", `/api/errors/${body[0]?.id}`)).body.id, body[0]?.id);
    assert.equal((await ask<EventError[]>("GET", "/api/errors?code=future")).body.length, 1);
    const errors = async (query: string) => (await ask<EventError[]>("GET", `/api/errors/?${query}`)).body.length;
    assert.deepEqual(
      [
        await errors("field__icontains=TIME"),
        await errors("code__in=blank,future"),
        await errors("created_at__lt=2020-01-01"),
      ],
      [1, 2, 0],
    );
  });

  it("take the fields of a form, and JSON that calls itself one", async () => {
    const send = (type: string, body: string) => {
      const headers = { authorization: `Token ${key}`, "content-type": type };
      return fetch(`${bed.server.url}/api/events/`, { method: "POST", headers, body });
    };
    const { data, ...texts } = { ...pageview, session_id: "forms", timestamp: "2020-01-01 09:15:27" };
    const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();
    const encoded = "application/x-www-form-urlencoded";
    const bodies = [
      [encoded, form({ ...texts, data: JSON.stringify(data), sequence: "", id: "", person: " " })],
      [encoded, JSON.stringify({ ...texts, data, name: "as json" })],
      [encoded, form({ ...texts, name: "wrong", data: "no json" })],
      ["multipart/form-data; boundary=b", multipart({ ...texts, name: "parts", data: JSON.stringify(data) })],
    ] as const;
    for (const [type, body] of bodies) assert.equal((await send(type, body)).status, 202, body);
    await bed.settled(8);
    const { body } = await ask<Event[]>("GET", "/api/events/?session_id=forms");
    assert.deepEqual(
      body.map((event) => [event.name, event.data]).sort(),
      ["as json", "pageview", "parts"].map((name) => [name, data]),
    );
    assert.deepEqual(
      body.map(({ sequence }) => sequence),
      [undefined, undefined, undefined],
    );
    const wrong = (await ask<EventError[]>("GET", "/api/errors/?field=data")).body;
    assert.deepEqual([wrong.length, wrong[0]?.input.includes("no json")], [1, true]);
    const many = JSON.stringify({ events: Array.from({ length: 10_001 }, () => 1) });
    assert.equal((await send(encoded, many)).status, 413);
    assert.equal(
      (await send(encoded, form({ ...texts, data: JSON.stringify({ a: "b".repeat(300_000) }) }))).status,
      413,
    );
  });
});
