import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { AppModel } from "../../model/app-model.ts";
import { createEmbedder } from "../embedding/embedder.ts";
import { builtInAppModel } from "./built-in.ts";
import { solveRidge } from "./ridge.ts";
import { createRouter } from "./router.ts";

const embedder = createEmbedder(readFileSync(new URL("../../../models/reference-15k-256.semb", import.meta.url)));

const model: AppModel = {
  name: "trains",
  description_list: [],
  first_order_labels: [
    {
      name: "Issues related to tickets",
      second_order_labels: ["Issues related to seat reservation", "Issues related to refunds"],
    },
    { name: "Issues related to Wi-Fi", second_order_labels: ["Issues related to Wi-Fi"] },
  ],
  generated_qrys_for_sec_labels: {
    "Issues related to seat reservation": [
      "I could not reserve a seat",
      "The seat I booked was taken",
      "Seat map does not load",
    ],
    "Issues related to refunds": ["My refund never came", "They refuse to give the money back", "Refund takes months"],
  },
};

test("a phrase goes to the label whose sentences say the same, with its first-order label", () => {
  const { labels, abstain } = createRouter(model, embedder).route("still no refund of my money after months");
  assert.deepEqual([labels[0]!.first, labels[0]!.second], ["Issues related to tickets", "Issues related to refunds"]);
  assert.equal(abstain, false);
  assert.equal(labels.length, 3);
  assert.ok(labels[0]!.score >= labels[1]!.score && labels[1]!.score >= labels[2]!.score);
});

test("a label without sentences is known by its name", () => {
  assert.equal(
    createRouter(model, embedder).route("the wifi on board is broken").labels[0]!.second,
    "Issues related to Wi-Fi",
  );
});

test("it abstains where no word is known, and lists the labels all the same", () => {
  for (const text of ["", "👍👍", "\u4f60\u597d"]) {
    const { labels, abstain } = createRouter(model, embedder).route(text);
    assert.equal(abstain, true, JSON.stringify(text));
    assert.equal(labels.length, 3);
  }
});

test("a correction is a sentence of its label: the next routing follows it, under another version", () => {
  const text = "conductor was unfriendly";
  const plain = createRouter(model, embedder);
  const corrected = createRouter(model, embedder, [{ text, label: "Issues related to Wi-Fi" }]);
  assert.equal(corrected.route(text).labels[0]!.second, "Issues related to Wi-Fi");
  assert.notEqual(corrected.version, plain.version);
  assert.deepEqual(
    createRouter(model, embedder, [{ text, label: "no such label" }]).route(text).labels,
    plain.route(text).labels,
  );
});

test("the version is that of the content, whatever the order of corrections", () => {
  const one = { text: "a seat", label: "Issues related to seat reservation" };
  const two = { text: "no signal", label: "Issues related to Wi-Fi" };
  assert.equal(createRouter(model, embedder).version, createRouter(structuredClone(model), embedder).version);
  assert.equal(createRouter(model, embedder, [one, two]).version, createRouter(model, embedder, [two, one]).version);
});

test("an answer does not depend on what was routed before, nor on who embedded the text", () => {
  const router = createRouter(builtInAppModel, embedder);
  const text = "charged me twice for one order";
  const first = router.route(text);
  router.route("it crashes");
  assert.deepEqual(router.route(text, embedder.embed(text)), first);
});

test("names like __proto__ are labels like any other, and a model without labels answers none", () => {
  const odd: AppModel = {
    ...model,
    first_order_labels: [{ name: "constructor", second_order_labels: ["__proto__", "toString"] }],
    generated_qrys_for_sec_labels: {},
  };
  assert.equal(createRouter(odd, embedder).route("proto").labels.length, 2);
  assert.deepEqual(createRouter({ ...model, first_order_labels: [] }, embedder).route("hello"), {
    labels: [],
    abstain: true,
  });
});

test("the regression's system is solved", () => {
  const kernel = Float64Array.of(2, 1, 1, 2);
  const targets = Float64Array.of(1, 0);
  solveRidge(kernel, Float64Array.of(1, 1), 2, targets, 1);
  assert.ok(Math.abs(targets[0]! - 3 / 8) < 1e-12);
  assert.ok(Math.abs(targets[1]! + 1 / 8) < 1e-12);
});
