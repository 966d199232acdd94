/** A tenant: a client of the installation. Every stored thing belongs to one, and the type makes sure nobody forgets. */
import { z } from "zod";

export const TenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "lower-case letters, digits, _ and -; at most 63")
  .brand<"TenantId">();
export type TenantId = z.infer<typeof TenantId>;

/** Who requests act as on a keyless loopback installation, and whose messages without attributes are. */
export const DEFAULT_TENANT = "default" as TenantId;

/** Owner of what belongs to the installation itself: tenants, hashed keys, leases. No key can be issued for it. */
export const INSTALLATION = "_installation" as TenantId;
