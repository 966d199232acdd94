import assert from "node:assert/strict";
import { test } from "node:test";
import { isResolved } from "./resolution.ts";

/** Of the stretch in brackets. */
function resolved(marked: string): boolean {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  return isResolved(marked.replace(/[[\]]/g, ""), start, end);
}

test("a problem that is said to be over is resolved", () => {
  for (const marked of [
    "The [upload problem is gone since 6.0.1].",
    "[the upload problem] is gone since 6.0.1",
    "[login issue] has been fixed, thank you",
    "[sync bug] fixed in the last update",
    "[no more crashes]",
    "[app was slow] but they fixed it",
    "[Login error] finally resolved!",
    "[crash] is now fixed",
    "[The lags] are all gone now",
    "[error with the login] is finally gone",
    "[App doesn't crash] anymore",
    "[The boarding pass screen doesn't crash anymore since the update]",
    "[it no longer logs me out]",
    "[it used to freeze], works great now",
    "[Boarding pass crash] fixed in the new version, happy again",
    "[the app has stopped crashing]",
    "[no more freezing] since the update, well done",
  ]) {
    assert.equal(resolved(marked), true, marked);
  }
});

test("one that is not over, asked for, hoped for or back again is none", () => {
  for (const marked of [
    "[upload fails]",
    "[the crash is not fixed]",
    "[still not resolved after 3 weeks]",
    "[login issue] should be fixed",
    "please get [the sync bug] fixed",
    "[bug] has not been fixed",
    "[crash was fixed but came back]",
    "[they said it is fixed]",
    "[it isn't fixed]",
    "[money is gone from my account] and nobody answers",
    "[all my photos are gone]",
    "[Gold is gone since 24.01.05]",
    "[the week view has gone]",
    "[The app doesn't work anymore]",
    "[cannot log in anymore since the update]",
    "[it is slow], at least it does not crash anymore",
    "[crash] fixed in 6.1 and now it happens again",
    "[it used to work without an account]",
    "[the screen doesn't respond any more]",
  ]) {
    assert.equal(resolved(marked), false, marked);
  }
});

test("what is said in the next sentence isn't said of it", () => {
  assert.equal(resolved("[upload fails]. The login issue is fixed"), false);
  assert.equal(resolved("[upload fails]\nlogin is fixed"), false);
});
