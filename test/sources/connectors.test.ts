/** Every connector against a fake of its provider, on the embedded store. */
import { after, before } from "node:test";
import { openRig, type Rig } from "../../src/sources/rig.testing.ts";
import { testConnector } from "./connectors.testsuite.ts";
import { fakes } from "./fakes/all.ts";

let rig: Rig;
before(async () => {
  rig = await openRig();
});
after(() => rig[Symbol.asyncDispose]());

for (const fake of fakes) testConnector(fake, () => rig);
