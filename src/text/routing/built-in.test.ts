import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { AppModel } from "../../model/app-model.ts";
import { createEmbedder } from "../embedding/embedder.ts";
import { builtInAppModel } from "./built-in.ts";
import { createRouter } from "./router.ts";

const embedder = createEmbedder(readFileSync(new URL("../../../models/reference-15k-256.semb", import.meta.url)));

/** Invented complaints, none of them a sample sentence, with the first-order label a person would choose. */
const complaints: readonly (readonly [string, string])[] = [
  ["crashing on my pixel whenever I rotate the screen", "Bug reports"],
  ["blank screen at launch, never loads", "Bug reports"],
  ["my whole diary got erased", "Bug reports"],
  ["scrolling is choppy and slow", "Performance"],
  ["battery goes from 100 to 20 by lunch with this installed", "Performance"],
  ["three gigabytes of storage for a todo list", "Performance"],
  ["keeps telling me wrong username or password", "Login and account"],
  ["one time password never shows up on my mobile", "Login and account"],
  ["locked out of my account since tuesday", "Login and account"],
  ["amount debited from my bank yet the shop got nothing", "Payments and billing"],
  ["billed two times for one order", "Payments and billing"],
  ["when will you return my money", "Payments and billing"],
  ["costs far too much for a student", "Pricing and subscription"],
  ["cancelling the membership is impossible", "Pricing and subscription"],
  ["the cashback I was promised did not come", "Pricing and subscription"],
  ["sent four mails to the help desk, silence", "Customer support"],
  ["the agent on the phone was impolite", "Customer support"],
  ["courier says delivered, my doorstep says no", "Delivery and orders"],
  ["shirt came with a hole in it", "Delivery and orders"],
  ["no alert when somebody texts me", "Notifications"],
  ["please stop pinging me ten times a day", "Notifications"],
  ["my band won't pair over bluetooth", "Sync and connectivity"],
  ["workouts from the watch don't arrive in the phone app", "Sync and connectivity"],
  ["menus are impossible to understand", "User interface and usability"],
  ["filter options in the search are broken", "Content and search"],
  ["ever since the new version came out nothing is right", "Updates and compatibility"],
  ["someone broke into my profile and posted links", "Security and privacy"],
  ["adverts every time I tap something", "Ads"],
  ["it would be lovely to have a checklist mode", "Feature requests"],
  ["please translate it into Portuguese", "Language and accessibility"],
];

test("the built-in labels are a valid app model", () => {
  assert.deepEqual(AppModel.parse(builtInAppModel), builtInAppModel);
});

test("every built-in label has at least 10 sample sentences, and no two labels share a name or a sentence", () => {
  const labels = builtInAppModel.first_order_labels.flatMap((first) => first.second_order_labels);
  assert.equal(new Set(labels).size, labels.length);
  const sentences = labels.flatMap((label) => {
    const own = builtInAppModel.generated_qrys_for_sec_labels[label] ?? [];
    assert.ok(own.length >= 10, `${label} has ${own.length}`);
    return own;
  });
  assert.equal(new Set(sentences).size, sentences.length);
});

test("complaints nobody has seen before go to the right first-order label at least 4 times in 5", () => {
  const router = createRouter(builtInAppModel, embedder);
  const wrong = complaints.filter(([text, label]) => router.route(text).labels[0]?.first !== label);
  assert.ok(
    wrong.length <= complaints.length / 5,
    wrong.map(([text, label]) => `${text}: ${label}, not ${router.route(text).labels[0]?.second}`).join("\n"),
  );
});
