import assert from "node:assert/strict";
import { test } from "node:test";
import { isResolved, resolvedSentence } from "./resolution.ts";

/** Of the stretch in brackets. */
function resolved(marked: string): boolean {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  return isResolved(marked.replace(/[[\]]/g, ""), start, end);
}

test("a problem that is said to be over is resolved", () => {
  for (const marked of [
    "[The black screen] is gone since 5.2",
    "[No more black screen], well done",
    "[Black screen] fixed, thank you",
    "[The login loop] is gone",
    "[No longer slow]",
    "[The app is not slow anymore]",
    "[The map is no longer blank]",
    "I [no longer get logged out]",
    "I [don't have to log in every time] anymore",
    "[My tickets never disappeared]",
    "[The app doesnt crash anymore]",
    "The [upload problem is gone since 6.0.1].",
    "[the upload problem] is gone since 6.0.1",
    "[login issue] has been fixed, thank you",
    "Unlike other apps this [one does not freeze]",
    "[it doesn't crash], love it",
    "[does not lag at all]",
    "[sync bug] fixed in the last update",
    "[no more crashes]",
    "[app was slow] but they fixed it",
    "[Version 7 fixed the paint trouble I had]",
    "[update 2.4 has fixed the stutter I used to get]",
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
    "[The boarding pass used to crash], that bug is gone now",
    "[Previously the payment kept failing] but that is no longer the case",
    "[Earlier the app would crash on start]. Not anymore.",
    "[Used to log me out daily], hasn't happened since the update",
    "[The dark mode used to be ugly], looks great now",
    "[Before the update it froze], now it runs smoothly",
    "[The notifications bug] seems to be fixed, thanks",
    "[Login issue] resolved",
    "[Bug with the camera] went away after reinstalling",
    "[Thanks a lot for fixing the crash of the map]",
    "[The error] disappeared after the update",
    "[The problem with my account] is finally gone",
    "[The transfer bug that kept eating my payments is finally dead], cheers",
    "[Statement download was broken for weeks], works again now",
    "[Used to hang on the loading wheel but that's history]",
    "[The step counter was off] but after the patch it is accurate",
    "[Homework upload had failed twice] but it's been rock solid since",
    "[Lights used to take ages to react], now instant",
    "[the freezing stopped]",
    "[Quiz results not saving? Not anymore]",
    "[In three years not one failed payment]",
    "[Nothing has ever gone wrong with my bookings]",
    "[Hardly ever crashes]",
    "[No bugs whatsoever]",
    "[Haven't seen a single crash] since I installed it",
    "[Other games freeze all the time], this one doesn't",
    "I was worried it would [drain my battery but it doesn't at all]",
    "[I expected it to be slow] but it is really fast",
    "[My missing parcel turned up] and they even apologised",
    "[money that went missing came back]",
    "[The matches that disappeared are back]",
    "[My account was blocked by mistake] but they unblocked it within the hour",
    "[My wrong order was replaced]",
    "[I can log in again], thank you",
    "[login works again]",
    "[password reset now works as it should]",
    "[No more double charges]",
    "[They listened and removed the ads]",
    "[The error was on my side]",
    "[Bug squashed], thx devs",
    "[my doorbell no longer drops off the wifi]",
    "[The pause bug has been put to rest]",
    "[They sorted my stuck withdrawal in an hour]",
    "[Charged twice], but got the money back next day",
    "I complained about the ads last month and [they're gone]",
    "[The old version kept crashing], the new one is solid as a rock",
    "[Crashes were a thing in version 2] but not any longer",
    "[never fails me]",
    "[I have never been charged wrongly]",
    "[There are no hidden charges]",
  ]) {
    assert.equal(resolved(marked), true, marked);
  }
});

test("one that is not over, asked for, hoped for or back again is none", () => {
  for (const marked of [
    "[Payment fails since the update]",
    "[My account disconnects] every hour since Monday",
    "[The client crashes on startup now]",
    "[The document freezes when I scroll] now",
    "[The dark mode] is gone",
    "[My tickets] are gone",
    "[The map is not loading anymore]",
    "[The app is no longer working]",
    "[I shouldn't have to log in every time] anymore",
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
    "[Earlier it was good] but now it is not good",
    "[The app used to be fast]. Not anymore.",
    "[Used to be able to sort my list], no longer",
    "[refund used to come in two days], it has not happened since March",
    "[It used to show the balance]. Now it no longer does.",
    "[Used to be great], now it looks good but nothing works",
    "took 3 weeks to get [my issue] resolved",
    "[bug] fixed in 6.1 but is back in 6.2",
    "[My files disappeared after the error]",
    "[App crashes, my photos are gone]",
    "[The map crashes], my ticket is gone",
    "[Crashed and my notes are gone]",
    "[After the crash all my photos are gone]",
    "[Login error my account is gone]",
    "[The error message appears and my money is gone]",
    "[The error came and my money disappeared]",
    "[crashed], then the draft was gone",
    "[Is the login issue resolved]?",
    "Has [the sync bug] been fixed?",
    "[App crashes at the start], thanks in advance for fixing it",
    "[The crash], thank you for fixing nothing",
    "Still waiting for [my issue] resolved",
    "hoping to see [the problem] solved",
    "[They never fixed the lag]",
    "[I thought the bug was fixed] but it happened again",
    "[The update fixed nothing]",
    "[fixed one bug, added ten]",
    "[Not a single payment goes through]",
    "[No problems until yesterday], now it won't open",
    "[Other apps don't crash], this one does",
    "[the missing parcel never turned up]",
    "[They refunded only half]",
    "[They replaced my order] with the wrong items",
    "[my points were lost and support restored the wrong ones]",
    "[The crash that disappeared is back]",
    "[The music stopped] when the screen locks",
    "[notifications stopped]",
    "[I have to restart it each time until it works again]",
    "[Without any problem shown it just closes]",
    "[No more free delivery]",
    "[hardly ever loads]",
    "[I never got my money back]",
    "[my account got hacked] and I never got it back",
    "All my photos, [they're gone]",
    "[The old version was fine], the new one is slow",
    "[Videos buffer for minutes] but at least the popups are gone",
    "drove two hours to return without [my issues] resolved",
  ]) {
    assert.equal(resolved(marked), false, marked);
  }
});

test("what is said in the next sentence isn't said of it", () => {
  assert.equal(resolved("[upload fails]. The login issue is fixed"), false);
  assert.equal(resolved("[upload fails]\nlogin is fixed"), false);
});

test("a text that states nothing else may tell of what is over", () => {
  assert.equal(resolvedSentence("Nice. That bug went away after the update!"), "That bug went away after the update");
  assert.equal(resolvedSentence("Nice app. I use it each day."), undefined);
  assert.equal(resolvedSentence("Nice. Is the login issue resolved?"), undefined);
  assert.equal(resolvedSentence("Did they fix it? The bug is gone for me"), "The bug is gone for me");
});

test("a failing that is denied only at times, or is waited for, is a problem all the same", () => {
  for (const marked of [
    "[It works when it doesn't crash]",
    "[There is no day it does not freeze]",
    "[I wish it did not crash]",
    "[does not freeze] but it is slow",
    "[it does not save my photos]",
  ])
    assert.ok(!resolved(marked), marked);
});
