// cspell:ignore Envía Hulu Jira Nachrichten Pagos Quimby Trailmix Trello Zahlungen Zorblatt dinero ارسال دوستان
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { processorTime } from "../../../test/processor-time.ts";
import { AppModel } from "../../model/app-model.ts";
import { createEmbedder } from "../embedding/embedder.ts";
import { createVocabulary } from "../vocabulary.ts";
import { builtInAppModel } from "./built-in.ts";
import { createRouter } from "./router.ts";
import { suggestAppModel } from "./suggest.ts";

const embedder = createEmbedder(readFileSync(new URL("../../../models/reference-15k-256.semb", import.meta.url)));
const dictionaryFile = (name: string) => readFileSync(new URL(name, import.meta.resolve("dictionary-en")));
const vocabulary = createVocabulary({ aff: dictionaryFile("index.aff"), dic: dictionaryFile("index.dic") });
const storePages = new URL("../../../../shared/data/gpt-labels/store-pages.jsonl", import.meta.url);

const suggest = (description: readonly string[], general_labels: readonly string[] = []): AppModel =>
  suggestAppModel({ name: "Trailmix", description, general_labels }, embedder, vocabulary);

const firsts = (model: AppModel): string[] => model.first_order_labels.map(({ name }) => name);
const seconds = (model: AppModel): string[] => model.first_order_labels.flatMap((first) => first.second_order_labels);
const sentencesOf = (model: AppModel, label: string): string[] => model.generated_qrys_for_sec_labels[label] ?? [];

/** What holds for every suggestion, whatever it was made from. */
function assertSound(model: AppModel): void {
  assert.deepEqual(AppModel.parse(model), model);
  assert.ok(model.first_order_labels.length >= 3, firsts(model).join("; "));
  assert.equal(new Set(firsts(model)).size, firsts(model).length, "first-order labels have names of their own");
  assert.equal(new Set(seconds(model)).size, seconds(model).length, "so have second-order labels");
  assert.deepEqual(Object.keys(model.generated_qrys_for_sec_labels).sort(), seconds(model).sort());
  for (const first of model.first_order_labels) assert.ok(first.second_order_labels.length > 0, first.name);
  for (const label of seconds(model)) {
    const said = sentencesOf(model, label).map((sentence) => sentence.toLowerCase());
    assert.ok(said.length >= 10, `${label} has ${said.length}`);
    assert.equal(new Set(said).size, said.length, label);
  }
}

const hiking = [
  "Record your hikes with GPS",
  "Download maps for offline use",
  "Share photos with friends",
  "Heart rate monitoring",
  "Book mountain huts",
  "Weather forecasts",
];

test("each theme of the description and each general label gets a first-order label", () => {
  const model = suggest(hiking, ["Customer support", "Trail conditions"]);
  assertSound(model);
  assert.equal(model.first_order_labels.length, hiking.length + 2);
  assert.ok(seconds(model).includes("Issues related to Book mountain huts"));
  assert.deepEqual(firsts(model).slice(-2), ["Customer support", "Trail conditions"]);
});

test("themes that mean nearly the same share a first-order label named after what they share", () => {
  const model = suggest([
    "Pay bills",
    "Convenient bill payments",
    "Payments with credit cards",
    "QR code payments",
    "Daily horoscope",
  ]);
  const shared = model.first_order_labels.find((first) => first.second_order_labels.length > 1);
  assert.match(shared?.name ?? "", /payments/);
  assert.ok(shared?.second_order_labels.includes("Issues related to QR code payments"));
  assert.ok(firsts(model).includes("Issues related to Daily horoscope"));
});

test("sample sentences are grammatical complaints and wishes about what the theme is about", () => {
  const model = suggest(hiking);
  const huts = sentencesOf(model, "Issues related to Book mountain huts");
  for (const sentence of [
    "can't book mountain huts",
    "booking mountain huts doesn't work",
    "mountain hut booking doesn't work",
    "mountain huts are wrong",
  ]) {
    assert.ok(huts.includes(sentence), `${sentence}: ${huts.join(" | ")}`);
  }
  const hikes = sentencesOf(model, "Issues related to Record your hikes with GPS");
  assert.ok(hikes.includes("can't record my hikes with GPS"), hikes.join(" | "));
  const monitoring = sentencesOf(model, "Issues related to Heart rate monitoring");
  assert.ok(monitoring.includes("heart rate monitoring doesn't work"), monitoring.join(" | "));
});

test("a long text gives its features as themes, without boasts, calls, questions and company matters", () => {
  const model = suggest([
    `Join millions of happy hikers! Trailmix is the world's leading outdoor app.
Have you ever lost your way? Not any more.

★ Plan your routes on detailed maps
★ Track your altitude and speed
★ Invite friends to a group hike
★ Award-winning!

<b>Emergency alerts</b>
You can easily send your position to the mountain rescue when there is no network.

Download now and follow us on https://example.com. Trailmix Ltd is registered in Wales. © 2024`,
  ]);
  assertSound(model);
  const themes = seconds(model).filter((label) => label.startsWith("Issues related to"));
  assert.deepEqual(themes.sort(), [
    "Issues related to Emergency alerts",
    "Issues related to Invite friends to a group hike",
    "Issues related to Plan routes on detailed maps",
    "Issues related to Send position to the mountain rescue",
    "Issues related to Track altitude and speed",
  ]);
});

test("a list in one line is a theme each, and one that is a single act is not", () => {
  const themesOf = (line: string) => namesOfThemes([line]);
  assert.deepEqual(themesOf("chat, video calls, payments, dark mode"), [
    "chat",
    "video calls",
    "payments",
    "dark mode",
  ]);
  assert.deepEqual(themesOf("Recharge; gold, loans and insurance").sort(), ["Recharge", "gold", "insurance", "loans"]);
  assert.deepEqual(themesOf("Search for a song, artist, or podcast"), ["Search for a song, artist, or podcast"]);
  assert.deepEqual(themesOf("Buy, sell and trade shares"), ["Buy, sell and trade shares"]);
});

test("no label is an answer, a pronoun, an amount, the app itself or what a form says before it is filled in", () => {
  const nothing = [
    ...["Yes, absolutely", "Yes", "No", "I don't know", "Maybe later", "Not yet", "Of course", "n/a"],
    ...["$4.99 per month", "4,99 €", "Rs. 500", "From $9.99/month", "Premium: $9.99", "100 USD"],
    ...["Sure thing", "Only 5 bucks", "€9,99 pro Tag", "Your app's description", "someone", "PayPal", "iCloud"],
    ...["They", "It", "This", "everything", "Trailmix", "Trailmix!", "Version 8.9", "Rated 4.8 by 2M users"],
    ...[
      "Enter your app description here",
      "Description",
      "Write to support@example.com",
      "Terms & Conditions: https://a.com",
    ],
    ...["Trailmix is the best hiking app", "It is awesome", "We'd love to hear from you."],
  ];
  for (const entry of nothing) {
    const made = seconds(suggest([entry])).filter((label) => label.startsWith("Issues related to"));
    assert.deepEqual(made, [], entry);
  }
  const kept = [
    ["This app is a note taking app.", "note taking"],
    ["It lets users write notes.", "Write notes"],
    ["Of course, you can export your data to CSV.", "Export data to CSV"],
    ["You can cancel anytime.", "Cancel anytime"],
    ["Trailmix: Maps and hikes", "Maps and hikes"],
    ["Pay with Trailmix", "Pay"],
    ["No ads", "No ads"],
    ["24/7 support", "24/7 support"],
    ["Send up to $500 abroad", "Send up to abroad"],
  ] as const;
  for (const [entry, label] of kept.slice(0, -1))
    assert.ok(
      seconds(suggest([entry])).includes(`Issues related to ${label}`),
      `${entry}: ${seconds(suggest([entry]))}`,
    );
  assert.ok(
    !seconds(suggest(["Send up to $500 abroad"]))
      .join()
      .includes("500"),
  );
});

const namesOfThemes = (description: readonly string[]): string[] =>
  seconds(suggest(description)).flatMap((label) => label.split("Issues related to ")[1] ?? []);

test("no label is called after another product: names are known by how they are written", () => {
  for (const [entry, left] of [
    ["Works with Google and Spotify", []],
    ["Works with Zorblatt and Quimby.", []],
    ["Supports PayPal, Visa and Mastercard", []],
    ["Integrates with Slack, Jira and Trello.", []],
    ["Available on Android and iOS", []],
    ["Google, Spotify, Apple Music", []],
    ["Connect Zorblatt", []],
    ["Login with Facebook", ["Login"]],
    ["Backup to Google Drive and Dropbox", ["Backup"]],
    ["Stream movies from Netflix, Hulu and Quimby", ["Stream movies"]],
    ["Sync recipes with Zorblatt", ["Sync recipes"]],
  ] as const)
    assert.deepEqual(namesOfThemes([entry]), left, entry);
  assert.deepEqual(namesOfThemes(["Chat", "Payments", "Spotify", "Google", "Zorblatt"]), ["Chat", "Payments"]);
  assert.deepEqual(namesOfThemes(["Play songs. Works with Google and Zorblatt. Share playlists with friends"]), [
    "Play songs",
    "Share playlists with friends",
  ]);
  // Whoever writes it without a capital too means a thing.
  assert.deepEqual(namesOfThemes(["Zorblatt", "Share a zorblatt with friends"]), [
    "Zorblatt",
    "Share a zorblatt with friends",
  ]);
});

test("what is only written like a name stays: headings, things called after a name, short forms, languages, other tongues", () => {
  for (const entry of [
    "Chat with Friends",
    "Weather Forecasts",
    "Dark Mode",
    "Bluetooth",
    "Cashback",
    "Export tracks to GPX",
    "Google Maps integration",
    "Import your Zorblatt account",
    "Learn Spanish",
    "Zahlungen mit Karte",
    "Nachrichten",
  ])
    assert.deepEqual(namesOfThemes([entry]), [entry], entry);
});

test("a store page that was pasted line by line gives what the app does", () => {
  const page = `Trailmix: Hikes and Maps
With Trailmix, you can plan routes and share them with friends for free.

WHY TRAILMIX?
• Download detailed maps
★ Premium features: $9.99/month after trial
Yes, absolutely! Join 400 million users.
You can cancel anytime.
We'd love to hear from you: support@example.com
Terms & Conditions: https://example.com/legal
Version 8.9`;
  const model = suggest(page.split("\n"));
  assertSound(model);
  const themes = seconds(model).filter((label) => label.startsWith("Issues related to"));
  assert.deepEqual(themes.sort(), [
    "Issues related to Cancel anytime",
    "Issues related to Download detailed maps",
    "Issues related to Hikes and Maps",
    "Issues related to Plan routes and share them with friends",
  ]);
});

test("a general label that resembles a built-in one takes over its sentences", () => {
  const model = suggest(hiking, ["Bug Reports", "Crashes", "Login issues", "Requests for new features"]);
  assertSound(model);
  assert.deepEqual(sentencesOf(model, "Crashes"), builtInAppModel.generated_qrys_for_sec_labels["Crashes and freezes"]);
  const bugs = model.first_order_labels.find(({ name }) => name === "Bug Reports")!;
  assert.ok(bugs.second_order_labels.includes("Lost or wrong data"));
  assert.ok(!bugs.second_order_labels.includes("Crashes and freezes"), "asked for on its own");
  const login = model.first_order_labels.find(({ name }) => name === "Login issues")!;
  assert.ok(login.second_order_labels.includes("Cannot log in"));
});

test("odd descriptions still give a sound model", () => {
  const many = Array.from({ length: 200 }, (_, at) => `Feature ${at} counts ${["cats", "dogs", "hens"][at % 3]}`);
  const long = "word ".repeat(50_000);
  for (const [description, labels] of [
    [[], []],
    [["Chat"], []],
    [
      ["the best app ever!!!", "  ", "..."],
      ["", "  "],
    ],
    [["Envía dinero a tus amigos", "支付账单。查看余额。", "ارسال پول به دوستان", "😀😀"], ["Pagos"]],
    [many, []],
    [
      ["Chat", "chat", "CHAT"],
      ["chat", "Chat"],
    ],
    [[long, "<".repeat(50_000), " \n".repeat(50_000), "a-".repeat(50_000)], [long]],
    [
      ["__proto__", "constructor"],
      ["__proto__", "toString"],
    ],
    [["Other"], ["Other issues", "Praise", "Bugs", "Bug reports", "Bug"]],
  ] as const) {
    assertSound(suggest(description, labels));
  }
});

test("the same description gives the same model, quickly", () => {
  const many = Array.from({ length: 200 }, (_, at) => `Feature ${at} counts ${["cats", "dogs", "hens"][at % 3]}`);
  const before = suggest(many, ["Bugs"]);
  const began = processorTime();
  assert.deepEqual(suggest(many, ["Bugs"]), before);
  assert.ok(processorTime() - began < 1_000);
});

test("complaints about an invented app go to the theme they are about", () => {
  const model = suggest([...hiking, "Challenge your friends", "Export tracks to GPX"], ["Bugs", "Support", "Pricing"]);
  const router = createRouter(model, embedder);
  const wrong = (
    [
      ["my hike was not recorded at all", "hikes"],
      ["the gps track of yesterday's hike is missing", "hikes"],
      ["offline maps won't download", "maps"],
      ["could not reserve a hut for the weekend", "huts"],
      ["the forecast said sun and we got rain", "Weather"],
      ["pulse reading is far too high", "Heart rate"],
      ["pictures cannot be shared", "photos"],
      ["gpx export is empty", "GPX"],
      ["challenges with friends never start", "Challenge"],
      ["crashes on start", "App does not open|Crashes"],
      ["nobody answers my mails", "support"],
      ["way too expensive for a map", "Price"],
    ] as const
  ).filter(([text, label]) => !new RegExp(label).test(router.route(text).labels[0]?.second ?? ""));
  assert.ok(wrong.length <= 2, wrong.map(([text]) => `${text}: ${router.route(text).labels[0]?.second}`).join("\n"));
});

test("a real store page gives a model whose labels catch what its users write", {
  skip: existsSync(storePages) ? false : "the labelled data is not on this machine",
}, () => {
  const pages = readFileSync(storePages, "utf8").trim().split("\n");
  for (const line of pages) {
    const { app, store } = JSON.parse(line) as { app: string; store: { description: string } };
    const model = suggestAppModel(
      { name: app, description: [store.description], general_labels: ["Bugs"] },
      embedder,
      vocabulary,
    );
    assertSound(model);
    const router = createRouter(model, embedder);
    const wrong = (
      [
        ["can't see how much is in my bank", /balance/i],
        ["scanner does not read the qr code", /QR/],
        ["sending money to a friend never works", /send money|transfer/i],
        ["mobile recharge was not successful", /recharge/i],
        ["my loan application is always rejected", /loan|credit|lend/i],
        ["electricity bill could not be paid", /bill/i],
        ["crashes all the time", /crash/i],
      ] as const
    ).filter(([text, label]) => !label.test(router.route(text).labels[0]?.second ?? ""));
    assert.ok(wrong.length <= 1, wrong.map(([text]) => `${text}: ${router.route(text).labels[0]?.second}`).join("\n"));
  }
});
