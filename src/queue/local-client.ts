/**
 * The SDK's client for the embedded queue of the same process: its commands go to the queue's thread as they are. Two thirds
 * of what a message cost were writing, signing, sending, checking and reading requests that never leave the process.
 */
import { type SQSClient, SQSServiceException } from "@aws-sdk/client-sqs";
import { withDeadline } from "../lifecycle.ts";
import type { Reply } from "./embedded-server.ts";

/** As long as the SDK waits for any server's answer, see `sqs.ts`; a long poll takes 20 s of it. */
const TIMEOUT_MS = 30_000;

/** A command by its verb, `SendMessageBatch`, and the input that the SDK has for it. */
export interface LocalRequest {
  readonly verb: string;
  readonly input: object;
}

interface Command {
  readonly input: object;
}

interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

/** By the names that the SDK has for a request that was given up by its caller, or after its time. */
const givenUp = (name: "AbortError" | "TimeoutError", message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { name });

const aborted = ({ reason }: AbortSignal): Error => givenUp("AbortError", "the request was aborted", reason);

/** Like a server whose client went away, the queue finishes what it was asked; only nobody waits for it any more. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(aborted(signal));
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

/** As the SDK has it: named by the end of its type, `com.amazonaws.sqs#QueueDoesNotExist`. */
function exceptionOf({ status, body }: Reply): SQSServiceException {
  const { __type: type = "", message = "" } = body as { readonly __type?: string; readonly message?: string };
  return new SQSServiceException({
    name: type.slice(type.indexOf("#") + 1),
    message,
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status },
  });
}

/** Answers `send` and `destroy`, which is all that is used of a client but for middleware, which it has none of. */
export function createLocalClient(
  ask: (request: LocalRequest) => Promise<Reply>,
  { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): SQSClient {
  const late = () => {
    throw givenUp("TimeoutError", `the embedded queue did not answer within ${timeoutMs} ms`);
  };
  const client = {
    async send(command: Command, { abortSignal }: SendOptions = {}): Promise<unknown> {
      if (abortSignal?.aborted) throw aborted(abortSignal);
      const verb = command.constructor.name.replace(/Command$/, "");
      const asked = withDeadline(timeoutMs, () => ask({ verb, input: command.input }), late);
      const reply = await unlessAborted(asked, abortSignal);
      if (reply.status >= 400) throw exceptionOf(reply);
      return reply.body ?? {};
    },
    destroy: () => undefined,
  };
  return client as unknown as SQSClient;
}
