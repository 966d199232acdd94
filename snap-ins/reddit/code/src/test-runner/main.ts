/** Runs a function of this snap-in with a fixture: `npm start -- --functionName NAME --fixturePath FILE.json`. */
import { runFixture } from "../../../../shared/testing/run-fixture.ts";
import { functionFactory } from "../function-factory.ts";

process.exitCode = await runFixture(functionFactory, new URL("../fixtures/", import.meta.url), process.argv.slice(2));
