/**
 * What Twilio's error codes mean for a message, as data. Source: twilio.com/docs/api/errors. Codes are added and changed
 * (changelog of 2024-07-10), so what is not listed is taken for a fault of this one message, which is visible and stops
 * nothing else.
 */
import type { RefusalClass } from "./delivery.ts";

const classes: Readonly<Record<RefusalClass, readonly number[]>> = {
  // Too much at the moment: nothing was sent.
  retry: [20429, 21611, 30001, 30022, 63017],
  // Reached nobody for a reason that may pass: once more, later.
  later: [30003, 30008],
  // The person said STOP.
  stop: [21610],
  recipient: [21211, 21214, 21217, 21612, 21614, 30004, 30005, 30006, 30007, 30036],
  content: [21602, 21617],
  // Ours to put right: no message gets through until then.
  configuration: [20003, 20404, 21212, 21606, 21603, 30002, 30034, 60728, 63038],
  // One country is not enabled.
  country: [21408],
};

const byCode = new Map(
  Object.entries(classes).flatMap(([name, codes]) =>
    codes.map((code) => [String(code), name as RefusalClass] as const),
  ),
);

export const classOf = (code: string): RefusalClass => byCode.get(code) ?? "recipient";
