/**
 * The SDK's client for the embedded queue of the same process: its commands go to the queue's thread as they are. A third of
 * what a message cost in all was writing, signing, sending, checking and reading requests that never leave the process.
 */
import { type SQSClient, SQSServiceException } from "@aws-sdk/client-sqs";
import type { Reply } from "./embedded-server.ts";

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

/** What the SDK calls a request that was given up. */
function abortError(signal: AbortSignal): Error {
  const error = new Error("the request was aborted", { cause: signal.reason });
  error.name = "AbortError";
  return error;
}

/** Like a server whose client went away, the queue finishes what it was asked; only nobody waits for it any more. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(abortError(signal));
    if (signal.aborted) giveUp();
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
export function createLocalClient(ask: (request: LocalRequest) => Promise<Reply>): SQSClient {
  const client = {
    async send(command: Command, { abortSignal }: SendOptions = {}): Promise<unknown> {
      const verb = command.constructor.name.replace(/Command$/, "");
      const reply = await unlessAborted(ask({ verb, input: command.input }), abortSignal);
      if (reply.status >= 400) throw exceptionOf(reply);
      return reply.body ?? {};
    },
    destroy: () => undefined,
  };
  return client as unknown as SQSClient;
}
