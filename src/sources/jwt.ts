/** Tokens that providers ask for: signed by jose, from keys as they come out of the provider's console. */
import { SourceFault } from "../ingestion/connector.ts";

export interface TokenClaims {
  readonly issuer: string;
  readonly audience: string;
  /** Seconds. */
  readonly lifetime: number;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** `pem`: PKCS#8. Throws a {@link SourceFault} when the key is none. `now`: unix seconds. */
export async function signToken(
  algorithm: "RS256" | "ES256",
  pem: string,
  header: { readonly kid?: string | undefined },
  { issuer, audience, lifetime, claims = {} }: TokenClaims,
  now: number,
): Promise<string> {
  // Loaded when a token is asked for: few sources need one.
  const { importPKCS8, SignJWT } = await import("jose");
  const key = await importPKCS8(pem, algorithm).catch(() => {
    throw new SourceFault("unauthorized", `the private key can't be read (PKCS#8, ${algorithm})`);
  });
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: algorithm, typ: "JWT", ...(header.kid === undefined ? {} : { kid: header.kid }) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime)
    .sign(key);
}
