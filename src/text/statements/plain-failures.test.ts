// cspell:ignore dosent
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failureKinds, heededFailures, heedWords, plainFailureOf } from "./plain-failures.ts";

function isOf(name: string | undefined, quotes: readonly string[]): void {
  for (const quote of quotes) assert.equal(plainFailureOf(quote), name, quote);
}

describe("failures that words tell plainly", () => {
  it("money that left and neither arrived nor came back", () => {
    isOf("refund-missing", [
      "the fare was debited yet the booking failed",
      "amount deducted but it never reached the shop",
      "money has not been credited to my sister since Monday",
      "I still have not received my refund",
      "please refund my deposit",
      "payment unsuccessful, and 40 euros deducted",
      "they took the money and no refund came",
      "waiting for my money back for three weeks",
      "The transfer didn't reach the other account",
    ]);
  });

  it("what is held up to be read and is not", () => {
    isOf("camera-fails", [
      "the barrier at the pool doesn't accept my code",
      "turnstile cannot read the barcode",
      "the reader refuses my ticket every morning",
      "QR code is rejected at the gate of the zoo",
      "my barcode cannot be scanned",
      "the turnstile at the pool says my pass is invalid",
    ]);
    isOf(undefined, [
      ...["the gate is painted green", "I scanned the ticket and it opened", "the barrier lifts at once"],
      ...["the screen reader does not read the menu", "my zip code is not recognized", "error codes are not readable"],
      "my support ticket and they did not read it",
    ]);
  });

  it("connections that were there and go", () => {
    isOf("keeps-disconnecting", [
      "the earbuds disconnect after ten minutes",
      "VPN drops whenever the screen is off",
      "loses connection to the thermostat every night",
      "my scale won't stay paired",
      "keeps reconnecting all day",
    ]);
  });

  it("what is begun, and neither done nor refused", () => {
    isOf("stays-pending", [
      "my withdrawal has been pending since Friday",
      "transfer is still in process after two days",
      "the top-up hangs and nobody says why",
      "order stuck in processing",
      "stuck payments everywhere",
      "always goes to pending state",
    ]);
    isOf(undefined, ["the screen is stuck when I pay", "stuck on the loading page", "processing fee for each order"]);
  });

  it("an app that does not work, whatever else stands there", () => {
    isOf("does-not-work", [
      "the app is not working since yesterday",
      "it has stopped working",
      "app still isn't working after I installed it again",
      "suddenly nothing works",
      "not working at all",
      "After the update it dosent work",
    ]);
    isOf(undefined, [
      "it does not work with my watch",
      "the app doesn't work, the screen is black",
      "the scanner is not working",
      "it works without trouble",
      "not working on it any more, I changed jobs",
      "it does excellent work on my photos, only the price is wrong",
    ]);
  });

  it("codes that whoever signs in waits for", () => {
    isOf("codes-missing", [
      "OTP for the payment never arrives",
      "I am not receiving the verification code",
      "no otp",
      "still waiting for my login code",
      "the sms code did not come",
    ]);
    isOf(undefined, [
      "the code is wrong",
      "I don't like the code of conduct",
      "they never sent my parcel",
      "I want to get the code again",
    ]);
  });

  it("permissions that are demanded", () => {
    isOf("privacy", [
      "asks for permissions that no torch needs",
      "too many permissions",
      "wants access to my contacts",
      "permission to my photos is required",
    ]);
    isOf(undefined, ["the permission screen is blank", "I gave permission"]);
  });

  it("are not what only fails, costs, does not arrive or never connects", () => {
    isOf(undefined, [
      "the payment fails every time",
      "card is declined",
      "they charge too much money",
      "did not receive the cashback for my transaction",
      "messages are not delivered",
      "a fee is deducted for each top-up",
      "the fare was debited twice and no seat was given",
      "two times 9.90 deducted, ticket not received",
      "photos are not returned by the search",
      "cannot connect to my earbuds",
      "disconnected once and now it does not reconnect",
    ]);
  });

  it("draw most of the probability, be it to a kind that the network does not know", () => {
    const kinds = failureKinds(["payment-fails", "refund-missing", "slow"]);
    assert.deepEqual(kinds, [
      ...["payment-fails", "refund-missing", "slow", "keeps-disconnecting"],
      ...["stays-pending", "does-not-work", "codes-missing", "camera-fails", "privacy", "nags"],
    ]);
    const heeded = (quote: string): number[] => {
      const shares = Float32Array.of(0.7, 0.1, 0.2, 0, 0, 0, 0, 0);
      heedWords(quote, shares, kinds);
      return [...shares.subarray(0, 4)].map((share) => Number(share.toFixed(3)));
    };
    assert.deepEqual(heeded("amount debited but not credited"), [0.105, 0.865, 0.03, 0]);
    assert.deepEqual(heeded("the headset disconnects"), [0.105, 0.015, 0.03, 0.85]);
    assert.deepEqual(heeded("the payment is slow"), [0.7, 0.1, 0.2, 0]);
    const failures = [
      { name: "payment-fails", share: 0.6 },
      { name: "refund-missing", share: 0.2 },
    ];
    assert.deepEqual(
      heededFailures("amount debited but not credited", failures).map(({ name, share }) => [name, share.toFixed(2)]),
      [
        ["refund-missing", "0.88"],
        ["payment-fails", "0.09"],
      ],
    );
    assert.equal(heededFailures("the payment is slow", failures), failures);
  });
});
