import assert from "node:assert/strict";
import { test } from "node:test";
import { titleOf } from "./title.ts";

/** Of one statement whose failure is not known. */
const titled = (quote: string, object?: string): string =>
  titleOf([{ kind: "problem", quote, failures: [], ...(object !== undefined && { object }) }], { app: "Velo" });

test("what one cannot do is told up to where more is said, and without apostrophes too", () => {
  for (const [quote, title] of [
    ["app wont let me move my appointment, just says later", "Cannot move appointment"],
    ["I am unable to print labels from the shelf for the second floor of my shop", "Cannot print labels"],
    ["It will not let me see messages in the order of their days", "Cannot see messages"],
    ["the site doesnt allows to raise a claim also", "Cannot raise claim"],
    ["here it proved impossible to rename folders with umlauts", "Cannot rename folders"],
  ] as const)
    assert.equal(titled(quote, "days"), title, quote);
  assert.doesNotMatch(titled("who can't see the point of it", "point"), /^Cannot see/);
});

test("what is hard to do, and what is not shown, is told so", () => {
  for (const [quote, title] of [
    ["by now it is difficult to swap two courses", "Hard to swap two courses"],
    ["what a pain to sort my stamps with one hand", "Hard to sort stamps"],
    ["will not load the reading list on trains", "Reading list does not load"],
    ["for a week it's not showing invoices or anything", "Invoices are not shown"],
    ["velo is not displaying the water level after rain", "Water level is not displayed"],
  ] as const)
    assert.equal(titled(quote, "profile"), title, quote);
  assert.doesNotMatch(titled("the invoice is not showing in the archive", "archive"), /^Archive is not shown/);
});

test("of a clause that is too long a title tells what becomes of the thing", () => {
  for (const [quote, title] of [
    ["my parcel shows under old orders but its on the way", "Parcel shows under old orders"],
    ["suddenly the voucher expires before the end of the journey", "Voucher expires before the end of the journey"],
    ["The seat plan is not usable in any coach that was built before the nineties", "Seat plan is not usable"],
    ["her notes on the lecture did not save i stood beside her", "Notes on the lecture did not save"],
    ["the lid is much much too heavy and I need help", "Lid is much too heavy"],
    [
      "My pass is valid until the end of June but the gates show a red cross each time",
      "Gates show a red cross each time",
    ],
    ["If you lean over, the card reader keeps beeping", "Card reader keeps beeping"],
  ] as const)
    assert.equal(titled(quote, "glasses"), title, quote);
  assert.doesNotMatch(titled("u cant give a better discount to the members", "discount"), /^U\b/);
});

test("what becomes of the app is told of the app, whatever it is called", () => {
  assert.equal(titled("Velo hates pedestrians, get rid of it", "pedestrians"), "App hates pedestrians");
  assert.equal(titled("the app never opens the second door", "door"), "App never opens the second door");
  assert.doesNotMatch(titled("Velo shows my friends", "friends"), /^App shows/);
  const members = ["Velo hates pedestrians", "Velo hates pedestrians and dogs", "velo hates pedestrians so much"].map(
    (quote) => ({ kind: "problem", quote, object: "pedestrians", failures: [] }) as const,
  );
  assert.equal(titleOf(members, { app: "Velo" }), "App hates pedestrians");
});

test("a title says that something does not come, or cannot be done, only where a word says so", () => {
  const of = (failure: string, quote: string, object: string): string =>
    titleOf([{ kind: "problem", quote, object, failures: [{ name: failure, share: 0.9 }] }], { app: "Velo" });
  for (const [failure, quote, object, title] of [
    ["notifications-missing", "sends me 60 alerts a day because of the dog", "alerts", /arrive$/],
    ["messages-fail", "the letters come at four in the morning by sms", "letters", /not delivered$/],
    ["cannot-install", "ten status updates load and then no more", "status updates", /^Cannot install/],
    ["paywall", "the plan shows seats free that are taken", "seats", /payment|paywall/],
    ["incompatible", "it is not running smoothly", "it", /^Not compatible/],
  ] as const)
    assert.doesNotMatch(of(failure, quote, object), title, quote);
  assert.equal(of("notifications-missing", "alerts come an hour late", "alerts"), "Alerts arrive late");
  assert.equal(of("notifications-missing", "alerts never come", "alerts"), "Alerts do not arrive");
  assert.equal(of("paywall", "maps are no longer free", "maps"), "Maps require payment");
});
