import assert from "node:assert/strict";
import { test } from "node:test";
import { openUnderstanding } from "../../enrichment/understanding.testing.ts";

const { enrichment, denoise, router } = await openUnderstanding();

function understood(text: string) {
  assert.equal(denoise({ text, title: "" }).drop, undefined, text);
  const { kind, statements } = enrichment.enrich({ app: "Velo", text, title: "", untranslated: false }, router);
  return [kind, ...statements.map((one) => one.kind)];
}

test("who asks how something is done or what it is wishes for nothing", () => {
  for (const text of [
    "Question about billing",
    "I have a question about my invoice",
    "Enquiry about corporate accounts",
    "Need info on pricing",
    "Need help with changing my email",
    "I would like to know how to change my password",
    "Please tell me how to delete my account",
    "Could you tell me the price of premium?",
    "Just wondering when the next update comes out",
    "will my data be kept if I switch phones?",
    "Can someone help me with the setup?",
    "How do I change the colour?",
    "Is there a family plan?",
  ])
    assert.deepEqual(understood(text), ["question"], text);
});

test("a question that asks for something new is a wish", () => {
  for (const text of [
    "can you add dark mode?",
    "why is there no dark mode?",
    "I have a question: can you add a dark mode?",
    "I'd like to know when you will add dark mode",
    "When will you support iPad?",
    "why can't we have folders",
    "How about adding a widget?",
    "How can you not have dark mode?",
    "Is there a way to hide completed tasks?",
    "Need more information on each recipe",
  ])
    assert.deepEqual(understood(text), ["request", "wish"], text);
});

test("a question about what fails is a problem", () => {
  for (const text of [
    "why does it crash every time?",
    "why can't I log in?",
    "why can't i delete my account?",
    "why is my playlist not loading?",
    "how come my photos vanished?",
    "What happened to my saved playlists?",
    "Why do I have to pay twice?",
    "How do I stop it from crashing?",
    "Question about billing: I was charged twice",
    "please tell me why the app keeps crashing",
  ])
    assert.deepEqual(understood(text), ["problem", "problem"], text);
});
