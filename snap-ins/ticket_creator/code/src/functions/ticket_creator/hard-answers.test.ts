/** What DevRev calls with and answers besides what its documentation shows: nothing is lost or doubled, and people are told what to do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld, SNAP_IN, type World, type WorldOptions } from "../../../../../shared/testing/world.ts";
import type { Deps, FunctionInput } from "../../shared.ts";
import { allWorks, entriesOf, ticketMessage } from "../../testing/tickets.ts";
import { createRun } from "./index.ts";

type Answers = (method: string) => readonly [status: number, body: unknown] | undefined;

/** A world of three tickets, in which DevRev answers so where `answers` says something. */
async function worldOf(answers: Answers = () => undefined, options: WorldOptions = {}) {
  const world = createWorld(options);
  const ids = ["t1", "t2", "t3"];
  for (const id of ids) world.groundswell.addTicket(id);
  await world.queue.publish(ids.map((id) => ticketMessage(id)));
  const deps: Deps = {
    ...world.deps,
    fetch: async (url, init) => {
      const { host, pathname } = new URL(url);
      const answer = host === "devrev.test" ? answers(pathname.slice(1)) : undefined;
      return answer === undefined ? world.deps.fetch(url, init) : Response.json(answer[1], { status: answer[0] });
    },
  };
  return { world, deps };
}

const runOf = (world: World, deps: Deps, events: readonly unknown[] = [world.event({ parameters: "50" })]) =>
  world.clock.run(createRun(deps)(events as readonly FunctionInput[]));
const said = (world: World): string => entriesOf(world.emulator, SNAP_IN).join("\n");

test("events that lack parts run as far as they can, and say which setting is missing", async () => {
  type Changes = Readonly<Record<string, unknown>>;
  const cases: [Changes, RegExp][] = [
    [{ payload: undefined }, /3 tickets created/],
    [{ payload: null }, /3 tickets created/],
    [{ execution_metadata: {} }, /3 tickets created/],
    [{ input_data: undefined }, /please set input queue_url, keyring aws_region_name/],
    [{ input_data: { global_values: {}, keyrings: null } }, /please set input queue_url, keyring aws_region_name/],
  ];
  for (const [changes, expected] of cases) {
    const { world, deps } = await worldOf();
    await runOf(world, deps, [{ ...world.event({ parameters: "50" }), ...changes }]);
    assert.match(said(world), expected, JSON.stringify(changes));
  }
});

test("settings are read where they are wrapped", async () => {
  const { world, deps } = await worldOf();
  const event = world.event({ parameters: "50" });
  const { global_values, keyrings } = event.input_data;
  const wrapped = {
    global_values: { ...global_values, default_part_id: { id: global_values.default_part_id } },
    keyrings: { ...keyrings, aws_secret_key: { secret: keyrings.aws_secret_key } },
  };
  await runOf(world, deps, [
    { ...event, payload: { ...event.payload, parameters: { count: 2 } }, input_data: wrapped },
  ]);
  assert.match(said(world), /2 tickets created/);
});

test("an event that is none, or fails, keeps no other from running", async () => {
  for (const broken of [{}, null, "tick"]) {
    const { world, deps } = await worldOf();
    await runOf(world, deps, [broken, world.event({ parameters: "50" })]);
    assert.equal(allWorks(world.emulator).length, 3, JSON.stringify(broken));
  }
  const { world, deps } = await worldOf();
  let opened = 0;
  const openQueue = () => {
    opened += 1;
    if (opened === 1) throw new TypeError("a fault of ours");
    return world.queue;
  };
  const event = world.event({ parameters: "50" });
  await runOf(world, { ...deps, openQueue }, [event, event]);
  assert.match(said(world), /ended by a fault \(TypeError\)[\s\S]*3 tickets created/);
});

test("while DevRev does not answer, or lets nobody in, no message is taken: each receive counts towards the queue's limit", async () => {
  for (const status of [401, 403, 429, 500, 503])
    for (const withGroundswell of [false, true]) {
      const { world, deps } = await worldOf(() => [status, { message: "no" }], { withGroundswell });
      await runOf(world, deps);
      assert.deepEqual([world.queue.maxReceives(), world.queue.size()], [0, 3], String(status));
    }
  const { world, deps } = await worldOf(undefined, { withGroundswell: true, groundswell: { key: "another" } });
  await runOf(world, deps);
  assert.deepEqual([world.queue.maxReceives(), said(world).includes("Groundswell said 401")], [0, true]);
});

test("what is refused three times for one reason ends the run and names the settings; it waits for a person", async () => {
  const { world, deps } = await worldOf((method) => (method === "works.create" ? [400, { message: "no" }] : undefined));
  await world.queue.publish(["t4", "t5"].map((id) => ticketMessage(id)));
  await runOf(world, deps);
  assert.match(said(world), /3 messages left .*\nThe run stopped early: .*please check the inputs default_part_id/);
  world.clock.advance(20 * 60_000);
  await runOf(world, deps);
  assert.equal(world.queue.maxReceives(), 1);
  assert.equal(world.queue.size(), 5);
});

test("an answer without what was made is no answer, and what was made is found again", async () => {
  let lies = 1;
  const { world, deps } = await worldOf(undefined, { withGroundswell: true });
  const fetch: Deps["fetch"] = async (url, init) => {
    const reply = await deps.fetch(url, init);
    return url.endsWith("works.create") && lies-- > 0 ? Response.json({}) : reply;
  };
  await runOf(world, { ...deps, fetch });
  assert.match(said(world), /DevRev answered without the work/);
  world.clock.advance(11 * 60_000);
  await runOf(world, deps);
  assert.equal(allWorks(world.emulator).length, 3);
  assert.equal(world.queue.size(), 0);
});

test("a timeline that takes no entry holds up no ticket, and it is told", async () => {
  const { world, deps } = await worldOf();
  const fetch: Deps["fetch"] = async (url, init) =>
    url.endsWith("timeline-entries.create") && init.body?.includes(":ticket/") === true
      ? Response.json({ message: "not here" }, { status: 400 })
      : deps.fetch(url, init);
  await runOf(world, { ...deps, fetch });
  assert.equal(world.queue.size(), 0);
  assert.match(said(world), /3 tickets created\.\n- TKT-1 has no timeline entry: DevRev said 400: not here/);
});

test("tags that exist in another spelling are used as they are, and one that is nowhere keeps no ticket waiting", async () => {
  const { world, deps } = await worldOf();
  const { tags } = world.emulator.organisation;
  const first = world.clock.now();
  for (const [index, name] of ["Login", "GROUNDSWELL"].entries()) {
    const id = `don:core:dvrv-us-1:devo/0:tag/9${index}`;
    const stamp = { created_by: world.emulator.organisation.serviceAccount, created_date: "", modified_date: "" };
    tags.put({ ...stamp, id, display_id: `TAG-9${index}`, name, description: "" }, first);
  }
  await runOf(world, deps);
  const names = allWorks(world.emulator).map((work) => work.tags.map(({ tag }) => tag.name));
  assert.deepEqual(
    names,
    Array.from({ length: 3 }, () => ["GROUNDSWELL", "Login"]),
  );

  const hidden = await worldOf();
  const fetch: Deps["fetch"] = async (url, init) =>
    url.endsWith("tags.create") && init.body?.includes('"login"') === true
      ? Response.json({ message: "exists" }, { status: 409 })
      : hidden.deps.fetch(url, init);
  await runOf(hidden.world, { ...hidden.deps, fetch });
  assert.equal(allWorks(hidden.world.emulator).length, 3);
});

test("a queue that is gone, or lets nobody in, is told with what to check, and what was done before counts", async () => {
  const cases = [
    ["QueueDoesNotExist", /please check queue_url/],
    ["AccessDenied", /please check aws_access_key/],
    ["TimeoutError", /can't be reached \(TimeoutError\)/],
  ] as const;
  for (const [name, expected] of cases) {
    const { world, deps } = await worldOf();
    let left = 2;
    const receive: World["queue"]["receive"] = (...asked) =>
      left-- > 0 ? world.queue.receive(...asked) : Promise.reject(Object.assign(new Error("x"), { name }));
    await runOf(world, { ...deps, openQueue: () => ({ ...world.queue, receive }) });
    assert.match(said(world), /2 tickets created\./);
    assert.match(said(world), expected);
  }
});

test("an address of Groundswell that is none is a setting to mend", async () => {
  const { world, deps } = await worldOf();
  await runOf(world, deps, [world.event({ parameters: "5", inputs: { groundswell_url: "groundswell.example.com" } })]);
  assert.match(said(world), /please set input groundswell_url \(as https:/);
  assert.equal(world.queue.maxReceives(), 0);
});

test("a merge that comes before its ticket leaves no open work item, whoever the elder is, and in stages of one's own too", async () => {
  for (const withGroundswell of [false, true])
    for (const ownStages of [false, true]) {
      const { world, deps } = await worldOf(undefined, { withGroundswell });
      const fetch: Deps["fetch"] = async (url, init) =>
        ownStages && url.endsWith("works.create") && init.body?.includes('"stage"') === true
          ? Response.json({ message: "no such stage" }, { status: 400 })
          : deps.fetch(url, init);
      world.groundswell.addTicket("young");
      const merge = ticketMessage("young", 2, { merged_into: "elder" });
      for (const message of [merge, ticketMessage("young", 1)]) {
        await world.queue.publish([message]);
        await runOf(world, { ...deps, fetch });
      }
      const works = allWorks(world.emulator).filter(({ body }) => body?.includes("groundswell:young"));
      assert.deepEqual(
        works.map(({ stage }) => stage.name),
        [ownStages ? "queued" : "canceled"],
      );
      assert.match(works[0]?.body ?? "", /Merged into groundswell ticket elder/);
      assert.equal(world.queue.size(), 0);
    }
});
