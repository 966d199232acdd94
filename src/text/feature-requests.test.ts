import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { extractFeatureRequests } from "./feature-requests.ts";

describe("feature requests", () => {
  it("give the wish and where it was said", () => {
    const text = "Works well. Please add a dark mode!";
    const [request, ...others] = extractFeatureRequests(text, [], "request");
    assert.equal(others.length, 0);
    assert.equal(request!.wish, "dark mode");
    assert.equal(text.slice(request!.start, request!.end), request!.quote);
  });
});
