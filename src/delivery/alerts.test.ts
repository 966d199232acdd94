/** E-mail alerts, through a mail server that listens. */
import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { test } from "node:test";
import { createEmailChannel, createWebhookChannel, type OutgoingAlert, textOf } from "./alerts.ts";
import { openMail } from "./open-alerts.ts";
import { createPostWebhook } from "./webhook.ts";

/** As much of a mail server as one message takes. `refuse`: what it answers to the address of who gets it. */
async function startMailServer(refuse?: string) {
  const mails: string[] = [];
  const server = createServer((socket) => {
    let isData = false;
    let data = "";
    socket.write("220 test\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (piece) => {
      const text = String(piece);
      if (isData) {
        data += text;
        if (!data.endsWith("\r\n.\r\n")) return;
        isData = false;
        mails.push(data);
        socket.write("250 taken\r\n");
        return;
      }
      const verb = text.slice(0, 4).toUpperCase();
      if (verb === "DATA") isData = true;
      const isRefused = refuse !== undefined && verb === "RCPT";
      socket.write(
        isRefused ? `${refuse}\r\n` : isData ? "354 go on\r\n" : verb === "QUIT" ? "221 bye\r\n" : "250 ok\r\n",
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, mails, close };
}

const alert: OutgoingAlert = {
  ...{ id: "d1", tenant: "default", on: "digest", isRepeat: false, at: 1, to: { address: "team@example.com" } },
  alert: { id: "a1", name: "Digest" },
  message: { key: "k", title: "Pedalwick:\r\nBcc: x@example.com", lines: ["one", ".two"], link: "http://x/", data: {} },
};
const signal = new AbortController().signal;
const from = "Groundswell <alerts@example.org>";

test("an alert is a plain mail with an id of its own; a title opens no further headers", async () => {
  const server = await startMailServer();
  try {
    const send = createEmailChannel(openMail(server.url), from);
    assert.deepEqual(await send(alert, signal), { kind: "sent" });
    assert.deepEqual(await send({ ...alert, isRepeat: true }, signal), { kind: "sent" });
    const [mail = "", again = ""] = server.mails;
    assert.match(mail, /^Subject: Pedalwick: Bcc: x@example\.com\r\n/m);
    assert.doesNotMatch(mail, /^Bcc:/m);
    assert.match(mail, /^Message-ID: <d1@example\.org>\r\n/m);
    assert.match(mail, /^To: team@example\.com\r\n/m);
    assert.match(mail, /\r\n\r\none\r?\n\.\.two\r?\nhttp:\/\/x\//);
    assert.match(again, /^Message-ID: <d1@example\.org>\r\n/m);
    assert.match(again, /sent again/);
  } finally {
    await server.close();
  }
});

test("what the mail server says decides whether it is tried again", async () => {
  const told = async (refuse: string) => {
    const server = await startMailServer(refuse);
    try {
      const result = await createEmailChannel(openMail(server.url), from)(alert, signal);
      return result.kind === "sent" ? "sent" : [result.kind, result.error.code];
    } finally {
      await server.close();
    }
  };
  assert.deepEqual(await told("550 no such user"), ["refused", "smtp_550"]);
  assert.deepEqual(await told("451 try later"), ["not_processed", "smtp_451"]);
  const nobody = await startMailServer();
  await nobody.close();
  const result = await createEmailChannel(openMail(nobody.url), from)(alert, signal);
  assert.equal(result.kind, "not_processed");
  assert.equal((await createEmailChannel(undefined, from)(alert, signal)).kind, "not_processed");
});

test("however much is said, the link is there", () => {
  const message = {
    ...alert.message,
    lines: ["first", "😀".repeat(4_000)],
    link: "https://groundswell.test/tickets/1",
  };
  const text = textOf({ message, isRepeat: true });
  assert.ok(text.length <= 3_000 && text.isWellFormed());
  assert.match(text, /^\(sent again[\s\S]*…\nhttps:\/\/groundswell\.test\/tickets\/1$/);
});

test("a receiver to whom no connection comes about never had it; one that hangs up may have it", async () => {
  const hears = createServer((socket) => socket.on("error", () => undefined));
  const hangsUp = createServer((socket) => void socket.once("data", () => socket.destroy()));
  for (const server of [hears, hangsUp]) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const told = async (url: string, timeoutMs = 300) => {
    const post = createPostWebhook({ allowPrivate: true, now: () => 1, timeoutMs });
    return createWebhookChannel(post)({ ...alert, to: { url } }, signal);
  };
  const kindOf = async (url: string) => (await told(url)).kind;
  const portOf = (server: typeof hears) => (server.address() as AddressInfo).port;
  try {
    // A handshake that is never answered, and one that is answered by something else.
    assert.equal(await kindOf(`https://127.0.0.1:${portOf(hears)}/`), "not_processed");
    assert.equal(await kindOf(`https://127.0.0.1:${portOf(hangsUp)}/`), "not_processed");
    assert.equal(await kindOf("http://name.invalid/"), "not_processed");
    assert.equal(await kindOf(`http://127.0.0.1:${portOf(hangsUp)}/`), "ambiguous");
    assert.equal(await kindOf(`http://127.0.0.1:${portOf(hears)}/`), "ambiguous");
    const late = await told(`http://127.0.0.1:${portOf(hears)}/`);
    assert.ok(late.kind === "ambiguous");
    assert.deepEqual(late.error, { code: "timeout", message: "no answer within 0.3 s" });
  } finally {
    for (const server of [hears, hangsUp]) server.close();
  }
});
