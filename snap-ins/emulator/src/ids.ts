/** DevRev's object names (DONs) and display ids. */

/** As in DevRev's documentation: don:<service>:<partition>:devo/<organisation>[:<type>/<id>]… */
const DON = /^don:[a-z]+:[a-z0-9-]+:devo\/[A-Za-z0-9_-]+(:[a-z_]+\/[A-Za-z0-9_.-]+)*$/;
const DISPLAY_ID = /^[A-Z]+-[A-Za-z0-9]+$/;

export const ORGANISATION = "don:identity:dvrv-us-1:devo/0";

const PREFIXES: Readonly<Record<string, string>> = {
  ticket: "TKT",
  issue: "ISS",
  tag: "TAG",
  product: "PROD",
  devu: "DEVU",
  svcacc: "SVCACC",
};

export const don = (service: "core" | "identity" | "integration", type: string, id: string | number): string =>
  `don:${service}:dvrv-us-1:devo/0:${type}/${id}`;

export const displayId = (type: string, id: string | number): string => `${PREFIXES[type] ?? type.toUpperCase()}-${id}`;

/** An id as the API takes it: a DON or a display id. */
export const isId = (value: unknown): value is string =>
  typeof value === "string" && (DON.test(value) || DISPLAY_ID.test(value));
