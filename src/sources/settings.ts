/** Settings that many connectors share. */
import { z } from "zod";

/** Another place than the provider's own: a test server, a proxy. */
export const baseUrl = z
  .url({ protocol: /^https?$/ })
  .optional()
  .meta({ description: "where the provider is asked instead of its own address" });

/** A path below a base address, whatever the base ends with. */
export const under = (base: string, path: string): string => `${base.replace(/\/+$/, "")}${path}`;
