/** The DevRev emulator as a library. */
export * from "./emulator.ts";
export { type FaultSettings, NO_FAULTS } from "./faults.ts";
export { type EmulatorServer, startEmulatorServer, stateOf } from "./server.ts";
