// cspell:ignore straße обновление
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pronouns, rudeWords, titleStops } from "../lexicon/en/title-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";
import { failureHarm } from "./failure-harm.ts";
import { failurePatterns } from "./failure-patterns.ts";
import type { TitledStatement } from "./objects.ts";
import { failureVotes, titleOf } from "./title.ts";

const MOST_WORDS = 8;
const kinds = Object.keys(failurePatterns);
const rude = new Set(wordsOf(rudeWords));
const stops = new Set(wordsOf(titleStops));
const persons = new Set(wordsOf(pronouns));

const problem = (failure: string, quote: string, object?: string): TitledStatement => ({
  kind: "problem",
  quote,
  ...(object === undefined ? {} : { object }),
  failures: [{ name: failure, share: 0.9 }],
});
const wish = (quote: string, object?: string): TitledStatement => ({
  kind: "wish",
  quote,
  ...(object === undefined ? {} : { object }),
  failures: [],
});

/** Why a title would not be shown to a team; empty when it would. */
function faultsOf(title: string): string[] {
  const words = title.split(" ");
  const low = words.map((word) => word.toLowerCase().replace("’", "'"));
  const faults: string[] = [];
  const fault = (is: boolean, why: string): void => {
    if (is) faults.push(why);
  };
  fault(words.length > MOST_WORDS, `${words.length} words`);
  const [first] = title;
  const isCapital = /^[\p{L}\p{N}]/u.test(title) && first === [...first!.toUpperCase()][0];
  fault(!isCapital && !/^[ei]\p{Lu}\p{Ll}/u.test(title), "doesn't begin with a capital");
  fault(
    low.some((word) => persons.has(word)),
    "a pronoun",
  );
  fault(stops.has(low.at(-1)!) && !/\b(?:sign|log) in$/.test(title), `ends on "${low.at(-1)}"`);
  fault(!/[\p{L}\p{M}\p{N}]$/u.test(title), "ends on a mark");
  fault(words.length > 2 && words.every((word) => /^\p{Lu}{2,}$/u.test(word)), "shouted");
  fault(
    low.some((word) => rude.has(word)),
    "rude",
  );
  fault(/\d{4,}/.test(title), "a long number");
  fault(/[@_]|https?:|\[/.test(title), "an address");
  fault(/\s\s|^\s|\s$/.test(title), "spaces");
  return faults;
}

/** What people type, good and bad. */
const someWord = fc.constantFrom(
  ..."the my i you your it app login OTP otp photo Photos UPLOAD upload image video Google bank account payment refund".split(
    " ",
  ),
  ..."watch sync battery is not working fails does cannot can't to with and of for or but shit WORST useless idiot".split(
    " ",
  ),
  ..."very when after 2 300 6.0.1 12345 9876543210 @someone user_1 https://a.example [name] really please we our me".split(
    " ",
  ),
  ..."naïve straße обновление 登录 notifications settings' e-mail sign-in don’t n't ' - ... !!! 🎉 & % news sms".split(
    " ",
  ),
);
const phrase = fc.array(someWord, { minLength: 0, maxLength: 12 }).map((words) => words.join(" "));
const text = fc.oneof(
  phrase,
  phrase.map((one) => one.toUpperCase()),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);
const member: fc.Arbitrary<TitledStatement> = fc.record(
  {
    kind: fc.constantFrom("problem", "wish"),
    quote: text,
    object: text,
    failures: fc
      .array(fc.record({ name: fc.constantFrom(...kinds), share: fc.double({ min: 0.05, max: 1, noNaN: true }) }), {
        maxLength: 4,
      })
      .map((failures) => failures.sort((a, b) => b.share - a.share)),
  },
  { requiredKeys: ["kind", "quote", "failures"] },
);

test("every title of whatever members is one that a team can be shown", () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 8 }), (members) => {
      const title = titleOf(members, { app: "Velo" });
      assert.deepEqual(faultsOf(title), [], title);
    }),
    { numRuns: 3_000 },
  );
});

test("the same members give the same title, and one that is taken isn't given again while another is free", () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 6 }), (members) => {
      const title = titleOf(members, { app: "Velo" });
      assert.equal(titleOf(members, { app: "Velo" }), title);
      const second = titleOf(members, { app: "Velo", taken: new Set([title.toLowerCase()]) });
      assert.deepEqual(faultsOf(second), [], second);
    }),
    { numRuns: 500 },
  );
  const members = [problem("upload-fails", "image upload fails", "image upload")];
  assert.notEqual(titleOf(members, { app: "Velo", taken: new Set(["image upload fails"]) }), "Image upload fails");
});

test("every kind of failure is titled well, alone and with one thing or many", () => {
  for (const name of kinds) {
    for (const object of [undefined, "step count", "watch faces", "Google"]) {
      const title = titleOf([problem(name, `something with ${object ?? "all"}`, object)], { app: "Velo" });
      assert.deepEqual(faultsOf(title), [], `${name}, ${object}: ${title}`);
      assert.doesNotMatch(title, /[[\]{}|]/);
    }
  }
});

test("titles say how it fails and what", () => {
  const table: readonly (readonly [TitledStatement, string])[] = [
    [problem("upload-fails", "image upload fails every time", "image upload"), "Image upload fails"],
    [problem("upload-fails", "cannot upload my pictures", "pictures"), "Pictures cannot be uploaded"],
    [problem("upload-fails", "upload does not work", "upload"), "Upload fails"],
    [problem("cannot-log-in", "can't sign in with Google", "Google"), "Sign-in fails with Google"],
    [problem("cannot-log-in", "cannot log in anymore", "login"), "Cannot sign in"],
    [problem("cannot-sign-up", "otp not coming", "otp"), "OTP does not arrive"],
    [problem("cannot-sign-up", "the codes never come", "codes"), "Codes do not arrive"],
    [problem("cannot-sign-up", "my passport is refused", "passport"), "Verification fails with passport"],
    [problem("charged-wrongly", "charged twice for my order", "my order"), "Charged twice for order"],
    [problem("refund-missing", "money not refunded", "money"), "Money does not arrive or come back"],
    [problem("too-many-ads", "too many ads", "ads"), "Too many ads"],
    [problem("too-many-ads", "so many popups", "popups"), "Too many popups"],
    [problem("does-not-sync", "my steps dont sync", "steps"), "Steps do not sync"],
    [problem("does-not-sync", "calendar does not sync", "calendar"), "Calendar does not sync"],
    [problem("crashes", "crashes when i open the camera", "camera"), "App crashes on camera"],
    [problem("drains-resources", "drains my BATTERY", "BATTERY"), "Drains too much battery"],
    [problem("notifications-missing", "otp not coming, no otp", "otp"), "OTP does not arrive"],
    [problem("slow", "news are slow", "news"), "News is slow"],
    [problem("messages-fail", "calls never reach my friends", "calls"), "Calls fail"],
    [problem("messages-fail", "voice notes are not delivered", "voice notes"), "Voice notes are not delivered"],
    [wish("please add a dark mode", "a dark mode"), "Dark mode"],
    [wish("need iPad support", "iPad support"), "iPad support"],
  ];
  for (const [statement, expected] of table) assert.equal(titleOf([statement], { app: "Velo" }), expected);
});

test("a failure that only the meaning suggests and no word bears out is none of the title", () => {
  const members = [
    problem("payment-fails", "boarding card disappears after check in", "boarding card"),
    problem("payment-fails", "the boarding card screen stays white", "boarding card"),
    problem("payment-fails", "cannot show my boarding card at the gate", "boarding card"),
  ];
  const title = titleOf(members, { app: "Velo" });
  assert.doesNotMatch(title, /pay/i);
  assert.match(title, /boarding card/i);
  assert.equal(
    titleOf([problem("payment-fails", "card payment is declined", "card payment")], { app: "Velo" }),
    "Card payment fails",
  );
});

test("the verb agrees with short plurals, and with names that only end like one", () => {
  const slow = (object: string): string => titleOf([problem("slow", `${object} are slow`, object)], { app: "Velo" });
  assert.deepEqual(["ads", "GPS", "maps"].map(slow), ["Ads are slow", "GPS is slow", "Maps are slow"]);
});

test("the object that most members name is the title's, as most of them write it", () => {
  const members = [
    problem("cannot-log-in", "cannot sign in with google", "google"),
    problem("cannot-log-in", "login with Google fails", "Google"),
    problem("cannot-log-in", "the Google login fails", "Google login"),
    problem("cannot-log-in", "sign in with Google never ends", "Google"),
    problem("cannot-log-in", "cannot log in with facebook", "facebook"),
  ];
  assert.match(titleOf(members, { app: "Velo" }), /Google/);
});

test("the app's own name is no object within it", () => {
  assert.equal(titleOf([problem("slow", "velo is very slow", "velo")], { app: "Velo" }), "App is slow");
});

test("where nothing can be said it says so", () => {
  assert.equal(titleOf([{ kind: "problem", quote: "!!!", failures: [] }], { app: "Velo" }), "Other problems");
  assert.equal(titleOf([wish("please", "it")], { app: "Velo" }), "Other wishes");
  assert.equal(titleOf([wish("I wish I had Velo", "Velo")], { app: "Velo" }), "Other wishes");
  assert.equal(titleOf([wish("I would go on to watch Velo", "watch Velo")], { app: "Velo" }), "Other wishes");
  assert.equal(titleOf([wish("please add watch faces", "watch faces")], { app: "Velo" }), "Watch faces");
});

test("votes of failure kinds are shares of the members", () => {
  const votes = failureVotes([
    { failures: [{ name: "slow", share: 1 }] },
    {
      failures: [
        { name: "slow", share: 0.5 },
        { name: "crashes", share: 0.5 },
      ],
    },
  ]);
  assert.deepEqual(votes, [
    { name: "slow", share: 0.75 },
    { name: "crashes", share: 0.25 },
  ]);
});

test("harm is told of each kind: lost money is critical, taste is low", () => {
  assert.deepEqual(
    ["data-lost", "refund-missing", "cannot-log-in", "slow", "poor-quality", undefined].map(failureHarm),
    ["Critical", "Critical", "High", "Moderate", "Low", "Moderate"],
  );
});

test("wishes are titled by the words that most of them share, though each names the thing in its own way", () => {
  const members = [
    wish("I'd like lockers and guarded garages plus prices for my bike", "lockers and guarded garages plus prices"),
    wish("please show bike parking on the map", "bike parking"),
    wish("a map layer where I can park my bike", "a map layer"),
    wish("add parking for bikes", "parking for bikes"),
  ];
  assert.equal(titleOf(members, { app: "Velo" }), "Parking for bikes");
});

test("what only says how a thing is names none: it is no object of a failure", () => {
  const told = (quote: string, object: string, name: string): TitledStatement => {
    return { kind: "problem", quote, object, failures: [{ name, share: 0.9 }] };
  };
  const title = (statement: TitledStatement): string => titleOf([statement, statement], { app: "Velo" });
  assert.equal(title(told("keeps showing new", "new", "nags")), "Asks too often");
  assert.equal(title(told("keeps showing new offers", "new offers", "nags")), "Keeps showing new offers");
  assert.equal(title(told("so irritating, videos don't play", "irritating", "playback-fails")), "Playback fails");
  assert.equal(title(told("sleep tracking is wrong", "sleep tracking", "wrong-results")), "Sleep tracking is wrong");
  assert.equal(title(told("downloading fails", "downloading", "cannot-install")), "App cannot be installed or updated");
});

test("what is named is titled as what it is", () => {
  const twice = (failure: string, quote: string, object: string) =>
    titleOf([problem(failure, quote, object), problem(failure, quote, object)], { app: "" });
  const titles = [
    ["does-not-sync", "the sync with scale never updates", "sync with scale", "Scale does not sync"],
    ["refund-missing", "my deposit was debited, not credited", "deposit", "Deposit does not arrive or come back"],
    ["keeps-disconnecting", "the earbuds keep disconnecting", "earbuds", "Earbuds keep disconnecting"],
    ["does-not-connect", "wifi connections never connect", "wifi connections", "Wifi connections fail"],
    ["error-shown", "it says technical error", "technical", "Technical error shown"],
    ["error-shown", "shows an error code", "error code", "Error instead of a result"],
    ["does-not-open", "only a black screen when it opens", "screen", "Screen stays blank"],
    ["does-not-open", "stuck at the logo, won't open", "logo", "App does not open"],
    ["incompatible", "dial faces do not fit", "dial faces", "Dial faces do not work"],
    ["incompatible", "not for my tablet", "tablet", "Not compatible with tablet"],
    ["messages-fail", "the recipient does not receive", "recipient", "Recipient does not work"],
    ["messages-fail", "pictures are never sent", "pictures", "Pictures are not delivered"],
    ["messages-fail", "transfer is never sent", "transfer", "Transfer fails"],
    ["nags", "asks to verify each day", "verify", "Keeps asking to verify"],
    ["drains-resources", "it drains battery fast", "drains battery", "Drains too much battery"],
    ["nags", "shows banners all the time", "banners", "Keeps showing banners"],
    ["does-not-connect", "each update stops it from connecting", "update", "Does not connect since the update"],
    ["crashes", "crashed after new version", "new version", "App crashes since the update"],
    ["does-not-open", "the traffic updates do not open", "traffic updates", "Traffic updates do not open"],
    ["wrong-results", "the weather update is wrong", "weather update", "Weather update is wrong"],
    ["payment-fails", "paying the electricity bill fails", "electricity bill", "Electricity bill payment fails"],
    ["payment-fails", "cannot pay my tickets", "tickets", "Payment of tickets fails"],
    ["payment-fails", "the wallet is refused", "wallet", "Payment fails with wallet"],
    ["charged-wrongly", "a debit that I did not make", "debit", "Charged wrongly"],
    ["does-not-sync", "rides are not showing in my list", "rides", "Rides are not shown"],
    ["does-not-sync", "rides do not sync", "rides", "Rides do not sync"],
    ["option-missing", "no way to delete old trips", "old trips", "No option to delete old trips"],
    ["option-missing", "no way to sort trips", "trips", "No option for trips"],
    ["codes-missing", "no sms code", "sms code", "SMS code does not arrive"],
    ["stays-pending", "my order is still pending", "order", "Order stays pending"],
    ["stays-pending", "the payment is stuck", "pending", "Payments stay pending"],
  ] as const;
  for (const [failure, quote, object, title] of titles) assert.equal(twice(failure, quote, object), title);
});

test("words that only lead to a wish are left away", () => {
  for (const [object, title] of [
    ["instead direct video calls", "Direct video calls"],
    ["just a dark theme", "Dark theme"],
    ["also widgets please", "Widgets"],
  ] as const)
    assert.equal(titleOf([wish(`please add ${object}`, object)], { app: "" }), title);
});

test("praise is no title of a problem", () => {
  const praised = { ...problem("slow", "Other service streams fine"), failures: [] };
  assert.equal(titleOf([praised, praised], { app: "" }), "Other problems");
  const hurt = { ...problem("slow", "Video streams not well"), failures: [] };
  assert.equal(titleOf([hurt, hurt], { app: "" }), "Video streams not well");
});

test("a wish of one word says which, where more than one member does", () => {
  const wishes = [wish("add newer songs", "songs"), wish("please offer newer songs", "songs"), wish("songs", "songs")];
  assert.equal(titleOf(wishes, { app: "" }), "Newer songs");
  assert.equal(titleOf([wish("bring the songs", "songs"), wish("the songs", "songs")], { app: "" }), "Songs");
});
