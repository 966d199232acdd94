/** Servers of the services' shapes for tests: they translate as they are told, refuse what the real ones refuse, or fail. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sleep } from "../lifecycle.ts";

export interface TranslationRequest {
  readonly path: string;
  readonly key: string | undefined;
  readonly texts: readonly string[];
  readonly from: string;
  readonly to: string;
}

export type TranslationReply =
  /** The translations, whatever was asked. */
  | { readonly translations: readonly string[] }
  | { readonly status: number; readonly body?: string }
  | { readonly fault: "hang" | "hang up" };

export interface TranslationServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly TranslationRequest[];
}

/** How a service is spoken to. */
export interface ServiceShape {
  readonly path: string;
  /** Texts that it takes in one request. */
  readonly mostTexts: number;
  /** `isHtml`: it is asked, or not kept from, taking texts for HTML. */
  read(
    request: { readonly url: URL; readonly headers: IncomingMessage["headers"] },
    body: Readonly<Record<string, unknown>>,
  ): Omit<TranslationRequest, "path"> & { readonly isHtml: boolean };
  write(translations: readonly string[]): unknown;
}

const stringOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

export const googleShape: ServiceShape = {
  path: "/language/translate/v2",
  mostTexts: 128,
  read: ({ url }, { q, source, target, format }) => ({
    key: url.searchParams.get("key") ?? undefined,
    texts: textsOf(q),
    from: String(source),
    to: String(target),
    isHtml: format !== "text",
  }),
  write: (translations) => ({ data: { translations: translations.map((translatedText) => ({ translatedText })) } }),
};

export const libreTranslateShape: ServiceShape = {
  path: "/translate",
  mostTexts: 128,
  read: (_, { q, source, target, api_key, format }) => ({
    key: stringOf(api_key),
    texts: textsOf(q),
    from: String(source),
    to: String(target),
    isHtml: format !== "text",
  }),
  write: (translatedText) => ({ translatedText }),
};

const LANGUAGES = new Set(["de", "fr", "es", "hi", "bn"]);
/** Google's; others take as many or more. */
const MOST_CODE_POINTS = 30_000;

/** What the servers make of a text. */
export const english = (text: string): string => `English of ${text}`;

/** As services do with what they take for HTML. */
const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

function isRefused({ texts, from }: TranslationRequest, mostTexts: number): boolean {
  const characters = texts.reduce((sum, text) => sum + [...text].length, 0);
  return (
    !LANGUAGES.has(from) ||
    texts.length > mostTexts ||
    characters > MOST_CODE_POINTS ||
    texts.some((text) => text === "")
  );
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = "";
  for await (const piece of request) text += piece;
  return JSON.parse(text || "{}") as Readonly<Record<string, unknown>>;
}

function send(response: ServerResponse, reply: TranslationReply, shape: ServiceShape): void {
  if ("fault" in reply) {
    if (reply.fault === "hang up") response.socket?.destroy();
    return;
  }
  const { status, body } =
    "status" in reply ? reply : { status: 200, body: JSON.stringify(shape.write(reply.translations)) };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body);
}

/** `answer` sees each request and how many came before it; undefined: it is translated. */
export async function openTranslationServer(
  shape: ServiceShape,
  answer: (request: TranslationRequest, before: number) => TranslationReply | undefined = () => undefined,
): Promise<TranslationServer> {
  const requests: TranslationRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const url = new URL(request.url ?? "/", "http://server");
    const { isHtml, ...read } = shape.read({ url, headers: request.headers }, body);
    const asked = { path: url.pathname, ...read };
    requests.push(asked);
    const translations = asked.texts.map((text) => english(isHtml ? escapeHtml(text) : text));
    const isWrong = url.pathname !== shape.path || isRefused(asked, shape.mostTexts);
    const refused = isWrong ? { status: 400, body: "{}" } : undefined;
    send(response, answer(asked, requests.length - 1) ?? refused ?? { translations }, shape);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sleep(0);
    },
  };
}
