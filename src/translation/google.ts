/** Google Cloud Translation (basic, v2), by API key or by the client library's own credentials. */
import { z } from "zod";
import { failed, mayPass, type Reply, type TranslationService } from "./translation.ts";

/** The documented limits are 128 texts and 30,000 code points; the latter is kept with room for escapes. */
const LIMITS = { texts: 128, characters: 25_000 };

const Answer = z.object({ data: z.object({ translations: z.array(z.object({ translatedText: z.string() })) }) });

/** `code`: Node's name of what happened to the connection. `errors`: Google's own. */
const Failure = z.object({
  code: z.string().optional().catch(undefined),
  errors: z
    .array(z.object({ reason: z.string().optional() }))
    .optional()
    .catch(undefined),
});

export interface GoogleOptions {
  readonly key?: string | undefined;
  /** Instead of Google's own address: a proxy, or a test's server. */
  readonly endpoint?: string | undefined;
}

/** The message of an error quotes the address, which holds the key: only its code is told. */
function readFailure(error: unknown, status: number | undefined): Reply {
  const { code, errors } = Failure.safeParse(error).data ?? {};
  if (status === undefined) return failed(code ?? "no connection", true);
  if (status === 200) return failed("the reply is no JSON", false);
  // Google's quotas answer 403 as well as 429.
  const isLimited = errors?.some(({ reason }) => /rateLimitExceeded/i.test(reason ?? "")) ?? false;
  return failed(`HTTP ${status}`, isLimited || mayPass(status));
}

function readReply(error: unknown, body: unknown, status: number | undefined): Reply {
  if (error) return readFailure(error, status);
  const answer = Answer.safeParse(body);
  return answer.success
    ? { ok: true, translations: answer.data.data.translations.map((one) => one.translatedText) }
    : failed("the reply holds no translations", false);
}

export async function createGoogleService({ key, endpoint }: GoogleOptions): Promise<TranslationService> {
  // The library is large: only who uses it loads it.
  const { v2 } = await import("@google-cloud/translate");
  const client = new v2.Translate({ key, autoRetry: false });
  // The library's own option for it takes a host name alone, and only https.
  if (endpoint !== undefined) client.baseUrl = `${endpoint.replace(/\/+$/, "")}/language/translate/v2`;
  return {
    limits: LIMITS,
    // Not `client.translate`: it throws where nobody can catch it when a reply is not what it expects.
    ask: (texts, from) =>
      new Promise((resolve) => {
        const json = { q: texts, source: from, target: "en", format: "text" };
        client.request({ method: "POST", uri: "", json }, (error, body, response) =>
          resolve(readReply(error, body, response?.statusCode)),
        );
      }),
  };
}
