/** A stand-in for Twilio's Messages resource with its faults: answers that are lost, storms of 429, each error code, callbacks early, late, twice and out of order. It keeps every message that it made. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { signTwilio } from "./twilio-signature.ts";

export const ACCOUNT = "AC00000000000000000000000000000001";
export const TOKEN = "test-token";

export interface FakeMessage {
  readonly sid: string;
  readonly to: string;
  readonly body: string;
  readonly callback: string | undefined;
  status: string;
  errorCode: number | null;
  readonly createdAt: Date;
}

/** What becomes of one request to create a message. */
export type Fate =
  | { readonly kind: "made" }
  /** Made, but nobody hears of it. */
  | { readonly kind: "lost" }
  | { readonly kind: "busy"; readonly seconds: number }
  /** Neither made nor answered in a way that says so. */
  | { readonly kind: "broken" }
  | { readonly kind: "refused"; readonly code: number; readonly status?: number };

export interface TwilioFake extends AsyncDisposable {
  readonly url: string;
  readonly messages: readonly FakeMessage[];
  /** Requests to create a message, made or not. */
  readonly requests: number;
  /** Decides each request; all are made by default. */
  fate: (to: string, request: number) => Fate;
  /** Tells the callback address; answers the status it got. Signed unless `signature` is given. */
  tell(
    message: FakeMessage,
    status: string,
    more?: { readonly errorCode?: number; readonly signature?: string },
  ): Promise<number>;
  /** Called as soon as a message is made, before its answer is out. */
  onMade: ((message: FakeMessage) => Promise<void>) | undefined;
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

const shown = ({ sid, to, body, status, errorCode, createdAt }: FakeMessage) => ({
  ...{
    sid,
    to,
    body,
    status,
    error_code: errorCode,
    error_message: null,
    direction: "outbound-api",
    num_segments: "1",
  },
  date_created: createdAt.toUTCString().replace("GMT", "+0000"),
});

/** `now`: milliseconds. */
export async function startTwilioFake(now: () => number = Date.now): Promise<TwilioFake> {
  const messages: FakeMessage[] = [];
  const byNumber = new Map<string, FakeMessage[]>();
  let requests = 0;
  const reply = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  const refusal = (code: number, status: number) => ({
    code,
    message: `error ${code}`,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });

  async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fields = await bodyOf(request);
    const to = fields.get("To") ?? "";
    const fate = fake.fate(to, requests++);
    if (fate.kind === "busy")
      return void reply(response, 429, refusal(20429, 429), { "retry-after": String(fate.seconds) });
    if (fate.kind === "refused")
      return void reply(response, fate.status ?? 400, refusal(fate.code, fate.status ?? 400));
    if (fate.kind === "broken") return void reply(response, 503, refusal(20503, 503));
    const message: FakeMessage = {
      sid: `SM${String(messages.length + 1).padStart(32, "0")}`,
      to,
      body: fields.get("Body") ?? "",
      callback: fields.get("StatusCallback") ?? undefined,
      status: "queued",
      errorCode: null,
      createdAt: new Date(now()),
    };
    messages.push(message);
    byNumber.set(to, [...(byNumber.get(to) ?? []), message]);
    await fake.onMade?.(message);
    if (fate.kind === "lost") return void response.destroy();
    reply(response, 201, shown(message));
  }

  function list(url: URL, response: ServerResponse): void {
    const size = Number(url.searchParams.get("PageSize") ?? 50);
    const start = Number(url.searchParams.get("Page") ?? 0) * size;
    const day = url.searchParams.get("DateSent");
    const matching = (byNumber.get(url.searchParams.get("To") ?? "") ?? []).filter(
      ({ createdAt }) => day === null || createdAt.toISOString().slice(0, 10) === day,
    );
    const more = new URL(url);
    more.searchParams.set("Page", String(start / size + 1));
    const next = start + size < matching.length ? more.pathname + more.search : null;
    reply(response, 200, { messages: matching.slice(start, start + size).map(shown), next_page_uri: next });
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    const wanted = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString("base64")}`;
    if (request.headers.authorization !== wanted) reply(response, 401, refusal(20003, 401));
    else if (url.pathname !== `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`)
      reply(response, 404, refusal(20404, 404));
    else if (request.method === "POST") void create(request, response);
    else list(url, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const fake: TwilioFake = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    get requests() {
      return requests;
    },
    fate: () => ({ kind: "made" }),
    onMade: undefined,
    async tell(message, status, { errorCode, signature } = {}) {
      const fields = new URLSearchParams({
        MessageSid: message.sid,
        SmsSid: message.sid,
        MessageStatus: status,
        To: message.to,
        AccountSid: ACCOUNT,
      });
      if (errorCode !== undefined) fields.set("ErrorCode", String(errorCode));
      const signed = signature ?? signTwilio(TOKEN, message.callback ?? "", fields);
      const answer = await fetch(message.callback ?? "", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signed },
        body: fields.toString(),
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
