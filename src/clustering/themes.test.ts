import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { createEmbedder } from "../text/embedding/embedder.ts";
import { createStatementNetwork } from "../text/statements/network.ts";
import { readStatementWeights } from "../text/statements/weights.ts";
import type { ThemeConstraints } from "./constraints.ts";
import type { KnownCluster } from "./identity.ts";
import type { Theme, ThemeStatement } from "./theme.ts";
import { findThemes } from "./themes.ts";

const model = (name: string): Buffer => readFileSync(new URL(`../../models/${name}`, import.meta.url));
const embedder = createEmbedder(model("reference-15k-256.semb"));
const network = createStatementNetwork(readStatementWeights(model("statements-v1.bin")), embedder);
const deps = { embedder, network };
const options = { app: "Velo", at: 1_000, idOf: (statement: string) => `theme-of-${statement}` };

const told = {
  upload: ["photo upload fails", "cannot upload photos", "uploading photos fails every time", "photos do not upload"],
  otp: ["otp not coming", "the otp never arrives", "not receiving otp", "no otp received on my phone"],
  battery: ["drains my battery", "battery drains too fast", "the battery is empty after an hour, drains it"],
  crash: ["app crashes on startup", "crashes when i open it", "the app crashes at start"],
} as const;

/** Each told in a record of its own, one after the other. */
const statementsOf = (quotes: readonly string[], name: string, from = 0): ThemeStatement[] =>
  quotes.map((quote, at) => ({
    ...(quote.includes("otp") ? { object: "otp" } : {}),
    id: `${name}${at}`,
    record: `record-${name}${at}`,
    at: from + at,
    kind: "problem",
    quote,
  }));

const all = Object.entries(told).flatMap(([name, quotes], at) => statementsOf(quotes, name, at * 10));
const find = (statements: readonly ThemeStatement[], previous: readonly KnownCluster[] = [], more = {}) =>
  findThemes(statements, previous, deps, { ...options, ...more });
const knownOf = (themes: readonly Theme[]): KnownCluster[] =>
  themes.map(({ id, members }) => ({ id, members, born: 1 }));
const themeOf = (themes: readonly Theme[], statement: string): Theme | undefined =>
  themes.find(({ members }) => members.includes(statement));

test("statements that one piece of work would settle are one theme, well titled, and others aren't in it", () => {
  const { themes } = find(all);
  const otp = themeOf(themes, "otp0")!;
  assert.deepEqual([...otp.members].sort(), ["otp0", "otp1", "otp2", "otp3"]);
  assert.match(otp.title, /\bOTP\b/i);
  assert.equal(otp.kind, "problem");
  const upload = themeOf(themes, "upload0")!;
  assert.ok(upload.members.length >= 3 && upload.members.every((member) => member.startsWith("upload")));
  assert.match(upload.title, /upload/i);
});

test("a thing that goes by many names is one thing, and a word with two senses two", () => {
  const codes = [
    "OTP never comes",
    "the verification code does not arrive",
    "no sms code received",
    "passcode not sent to my phone",
  ];
  const cards = ["boarding card does not show", "the boarding card screen stays empty", "cannot show my boarding card"];
  const pays = ["card payment is declined", "my bank card is refused when I pay", "payment by card is rejected"];
  const groups = [codes, cards, pays].map((quotes, at) => statementsOf(quotes, `group${at}-`, at * 10));
  const { themes } = find(groups.flat());
  assert.deepEqual(
    groups.map((group) => new Set(group.map(({ id }) => themeOf(themes, id)?.id)).size),
    [1, 1, 1],
  );
  assert.equal(themes.length, 3);
});

test("the same statements give the same themes in whatever order they come, the biggest first", () => {
  const expected = find(all);
  assert.deepEqual(find(all), expected);
  const sizes = expected.themes.map(({ members }) => members.length);
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => b - a),
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      assert.deepEqual(find(shuffled), expected);
    }),
    { numRuns: 10 },
  );
});

test("themes keep their ids when statements come in", () => {
  const before = find(all).themes;
  const later = statementsOf(["otp does not come", "app crashes at startup", "ugly icon"], "later", 100);
  const { themes, ended } = find([...all, ...later], knownOf(before));
  for (const theme of before) assert.equal(themeOf(themes, theme.members[0]!)?.id, theme.id);
  assert.equal(themeOf(themes, "later0")?.id, themeOf(before, "otp0")?.id);
  assert.deepEqual(ended, []);
});

test("a theme needs two records: one person who says it twice is none", () => {
  const [first, second] = statementsOf(["otp not coming", "the otp never arrives"], "a");
  assert.deepEqual(find([first!, { ...second!, record: first!.record }]).themes, []);
  assert.equal(find([first!, second!]).themes.length, 1);
  assert.deepEqual(find([]).themes, []);
});

const hold = (themes: readonly Theme[], { together, apart }: ThemeConstraints): void => {
  for (const [a, b] of together) assert.equal(themeOf(themes, a)?.id ?? a, themeOf(themes, b)?.id ?? b, `${a} ${b}`);
  for (const [a, b] of apart) assert.notEqual(themeOf(themes, a)?.id ?? a, themeOf(themes, b)?.id ?? b, `${a} ${b}`);
};

test("what people put together stays together, and what they parted apart", () => {
  const together = [["otp0", "battery0"]] as const;
  const apart = [["otp1", "otp2"]] as const;
  hold(find(all, [], { constraints: { together, apart } }).themes, { together, apart });
  const before = knownOf(find(all).themes);
  hold(find(all, before, { constraints: { together, apart } }).themes, { together, apart });
});

test("pairs put together one after the other hold as a chain, however different they are", () => {
  const together = [
    ["upload0", "otp0"],
    ["otp0", "battery0"],
    ["battery0", "crash0"],
    ["crash0", "upload1"],
    ["upload1", "otp1"],
  ] as const;
  hold(find(all, [], { constraints: { together, apart: [] } }).themes, { together, apart: [] });
});

test("one that was parted from the rest stays out of a big theme, and of one that is titled alike", () => {
  const many = Array.from({ length: 400 }, (_, at) => told.otp[at % told.otp.length]!);
  const statements = statementsOf(many, "otp");
  const apart = [["otp0", "otp399"]] as const;
  hold(find(statements, [], { constraints: { together: [], apart } }).themes, { together: [], apart });
});

test("constraints hold among more statements than themes are learnt from", () => {
  const many = Array.from({ length: 3_200 }, (_, at) => told.otp[at % told.otp.length]!);
  const statements = [...statementsOf(many, "otp"), ...statementsOf(["ugly icon", "battery drains"], "late", 9_000)];
  const together = [["late0", "late1"]] as const;
  const apart = [["otp0", "otp3199"]] as const;
  hold(find(statements, [], { constraints: { together, apart } }).themes, { together, apart });
});

test("a title that people gave stays, and no two themes are titled alike", () => {
  const before = find(all).themes;
  const own = themeOf(before, "otp0")!;
  const { themes } = find(all, knownOf(before), { titles: new Map([[own.id, "Codes by text message"]]) });
  assert.equal(themeOf(themes, "otp0")?.title, "Codes by text message");
  const titles = themes.map(({ title }) => title.toLowerCase());
  assert.equal(new Set(titles).size, titles.length);
});

test("what is said twice alike by different people is one theme", () => {
  const twins = statementsOf(["otp not coming", "otp not coming", "OTP NOT COMING", "otp not coming!"], "twin");
  const { themes } = find(twins);
  assert.deepEqual(
    themes.map(({ members }) => members.length),
    [4],
  );
});

test("a theme's label is voted by its members and abstains where they don't agree", () => {
  const labelled = (...labels: (string | undefined)[]) =>
    find(statementsOf(told.otp, "otp").map((one, at) => ({ ...one, label: labels[at] }))).themes[0]?.label;
  assert.equal(labelled("Account", "Account", undefined, undefined), "Account");
  assert.equal(labelled("Account", "Account", "Payment", "Account"), "Account");
  assert.equal(labelled(), undefined);
  assert.equal(labelled("Account", "Payment", "Design", undefined), undefined, "a third each is no agreement");
});

test("members are named from the most central on, and a theme says how it fails", () => {
  const theme = themeOf(find(all).themes, "crash0")!;
  assert.deepEqual([...theme.central].sort(), [...theme.members].sort());
  assert.ok(theme.failure === "crashes" || theme.failure === "does-not-open", theme.failure);
});

test("wishes of one thing are a theme of wishes, titled as the thing wanted", () => {
  const wishes = ["please add a dark mode", "dark mode would be great", "i want dark mode"].map((quote, at) => ({
    ...{ id: `w${at}`, record: `r${at}`, at, quote },
    kind: "wish" as const,
    object: "dark mode",
  }));
  const { themes } = find([...wishes, ...all]);
  const theme = themeOf(themes, "w0")!;
  assert.deepEqual([theme.kind, theme.title, theme.failure], ["wish", "Dark mode", undefined]);
});
