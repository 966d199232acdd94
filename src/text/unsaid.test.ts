// cspell:ignore KHTML gesendet meinem shopapp
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
import { spoken } from "./unsaid.ts";

const heard = (text: string): string => spoken(text).replace(/\s+/g, " ").trim();

test("addresses, signatures, quoted mails, footers, device lines and code are not read", () => {
  const crash = "It crashes on start";
  for (const [text, said = crash] of [
    [`${crash} https://t.example/AbC123`],
    [`${crash} (https://www.example.com/help?id=3&utm_source=mail)`],
    [`${crash}, see https://x.example/a.`, `${crash}, see .`],
    ["@shopapp It crashes on start"],
    [`${crash} https://t.example/AbC123 #fail #app`],
    [`${crash}! #fail`, `${crash}!`],
    [`${crash}\nSent from my iPhone`],
    [`${crash}. Sent from my iPhone`, `${crash}.`],
    [`${crash}\nVon meinem iPhone gesendet`],
    [`${crash}\nSent from Outlook for Android`],
    [`Get Outlook for iOS<https://aka.example/o0>\n${crash}`, `Get Outlook for iOS ${crash}`],
    [`${crash}\nGet Outlook for iOS<https://aka.example/o0>`],
    [`${crash}\n--\nKind regards,\nMaria Lopez\nHead of Ops, Acme\n+49 30 1234567`],
    [`${crash}\nBest regards,\nMaria Lopez\nHead of Ops`],
    [`${crash}\nThanks,\nMaria`],
    [`${crash}\nOn Mon, 3 Mar 2025 at 10:02, Support <help@x.example> wrote:\n> Please restart it.\n> Does it fail?`],
    [`> On Mon, 3 Mar 2025, Support <help@x.example> wrote:\n> Please restart it.\n${crash}`],
    [`${crash}\nOn 3 Mar 2025 Support wrote:\nPlease restart it.`],
    [`${crash}\n----- Original Message -----\nFrom: no@x.example\nTo: me\nPayment failed once.`],
    [`${crash}\nFrom: no@x.example\nSubject: Your booking\nPayment failed once.`],
    [`[quote="anna, post:3"]\nAll fine here\n[/quote]\n${crash}`],
    [`[b]It crashes[/b] on start`],
    [`${crash}\nDevice: Samsung SM-G991B, Android 14, app 3.4.5`],
    [`${crash}. App version: 7.1.0 OS: iOS 17.2 Device: iPhone13,2 Locale: en_GB`, `${crash}.`],
    [`${crash}\n\`\`\`\njava.lang.NullPointerException: at com.example\n\`\`\``],
    [`${crash}\nat com.example.Main.onCreate(Main.java:42)`],
    [`User Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0\n\n${crash}`],
    [`${crash}. Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0`, `${crash}.`],
    [`## Steps to reproduce\n${crash}\n\n**Actual results:**\n\nExpected behaviour:\n`],
  ] as const) {
    assert.equal(heard(text), said, text);
    assert.equal(spoken(text).length, text.length);
  }
});

test("what people say is read", () => {
  for (const text of [
    "Actual results are wrong in the report",
    "Mozilla/5.0 is refused by your site",
    "> 5 minutes to load a page",
    "> Please restart the app.",
    "Sent from my account but never arrived",
    "Messages:\nSent from my phone never arrive",
    "Sent from my iPhone",
    "Device: it does not connect",
    "Version: 5.3 crashes",
    "Device: not found",
    "Thanks, the map is wrong\nThe search too",
    "Thanks\nthe map is wrong now",
    "Worked at 10:02, now it does not",
    "From: the menu is missing\nsearch is slow",
    "On the map the pin is wrong: it is far off",
    "thanks @shopapp for sending me down the stairs",
    "my watch knows it, @shopapp doesn't know",
    "Prices are wrong @ checkout",
    "[x] does nothing",
    "One:\n- it crashes\n- it is slow",
    "Best\nof all apps",
    "it is #slow",
  ]) {
    assert.equal(spoken(text), text);
  }
});

test("it is as long as the text, and changes nothing but by spaces", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab>@:\n.[\]`/ -]{0,80}$/), (text) => {
      const said = spoken(text);
      assert.equal(said.length, text.length);
      for (let at = 0; at < said.length; at++) assert.ok(said[at] === text[at] || said[at] === " ");
    }),
  );
});

test("long texts take no longer than their length", () => {
  for (const piece of [
    "@",
    "a@",
    "> a\n",
    "Device: ",
    "[quote]",
    "```",
    "On 1 wrote",
    "a. B",
    "www.",
    "(https://",
    "Thanks\n",
    "Device: 1,",
    "Device: 1,1(1)1-1/",
    "OS: A-1 ",
    "1-",
    "sent from a ",
    "Expected: ",
    "actual: ",
    "Steps to reproduce:\n1. open ",
    "steps to reproduce ",
    "+++ a ",
    'File "a", line 1 ',
  ]) {
    const started = processorTime();
    spoken(piece.repeat(Math.ceil(20_000 / piece.length)));
    spoken(`Device: ${piece.repeat(Math.ceil(20_000 / piece.length))}!\nIt fails. Device: ${piece.repeat(20)}!`);
    assert.ok(processorTime() - started < 1_000, piece);
  }
});

test("what a form asks for is not what happened: steps, and what should have been", () => {
  const shown = (text: string): string => spoken(text).replace(/\s+/g, " ").trim();
  assert.equal(
    shown(
      "Steps to reproduce:\n\n1. Open the list\n2) Click on Save twice\nthe list jumps\n\nActual results:\n\nOnly one row is kept\n\nExpected results:\n\nBoth rows should be kept.\n\nIt was so last year.",
    ),
    "the list jumps Only one row is kept It was so last year.",
  );
  assert.equal(
    shown("Steps how to recreate with the beta of March (in: a b c, 17):\na) Launch it\nThe page is grey"),
    "The page is grey",
  );
  assert.equal(shown("Printing is off.\n» Expected: two pages\nActual: one page"), "Printing is off. one page");
  assert.equal(shown("Expected: two pages. Actual: one page"), "one page");
  assert.equal(shown("See also bug 1234\nThe bar is gone\nissue #77 comment 3"), "The bar is gone");
  assert.equal(shown("+++ This was made as a copy of #77 +++\nThe bar is gone"), "The bar is gone");
  for (const text of [
    "1. Add a map\n2. Open the list faster",
    "I expected more: it fails",
    "The actual price: 3\nexpected more",
    "How to reproduce it I don't know, it just fails",
    "Issue 7 is back since the update",
  ])
    assert.equal(spoken(text), text);
});
