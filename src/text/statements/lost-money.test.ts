import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { heedLostMoney, tellsOfLostMoney } from "./lost-money.ts";

describe("money that left and neither arrived nor came back", () => {
  it("is told by who lost it", () => {
    for (const quote of [
      "the fare was debited twice yet the booking failed",
      "amount deducted but it never reached the shop",
      "money has not been credited to my sister since Monday",
      "I still have not received my refund",
      "please refund my deposit",
      "payment unsuccessful, and 40 euros deducted",
      "they took the money and no refund came",
      "waiting for my money back for three weeks",
      "The transfer didn't reach the other account",
    ])
      assert.ok(tellsOfLostMoney(quote), quote);
  });

  it("is not what only fails, costs or does not arrive", () => {
    for (const quote of [
      "the payment fails every time",
      "card is declined",
      "they charge too much money",
      "OTP for the payment never arrives",
      "did not receive the cashback for my transaction",
      "messages are not delivered",
      "a fee is deducted for each top-up",
      "photos are not returned by the search",
    ])
      assert.ok(!tellsOfLostMoney(quote), quote);
  });

  it("moves most of the probability to the missing refund", () => {
    const classes = ["payment-fails", "refund-missing", "slow"];
    const shares = Float32Array.of(0.7, 0.1, 0.2);
    heedLostMoney("amount debited but not credited", shares, classes);
    assert.deepEqual(
      [...shares].map((share) => Number(share.toFixed(3))),
      [0.105, 0.865, 0.03],
    );
    const untouched = Float32Array.of(0.7, 0.1, 0.2);
    heedLostMoney("the payment is slow", untouched, classes);
    assert.deepEqual(untouched, Float32Array.of(0.7, 0.1, 0.2));
  });
});
