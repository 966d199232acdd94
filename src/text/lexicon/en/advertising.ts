/** How advertising is worded. English. */
import { type Rule, rule } from "../../rules/rule.ts";

/** A way to follow it: an address, also a shortened one, a number, or words that ask to write or call. */
export const contact =
  /https?:\/\/|\bwww\.|\b[a-z]{1,3}\.(?:me|ly)\/\w|\b(?:dm|text|mail|contact|reach|message|call) (?:me|him|her|us|them|at|on|via|no|number|[:@+\d[])|\+\d[\d -]{8,14}\d|\[phone\]|\[email\]/iu;
/** What is promised. */
export const lures: readonly Rule[] = [
  /\bearn(?:ed|ing)? (?:money|cash|rs|up ?to|daily|[$₹€£]?\d)/iu,
  /\b(?:daily|weekly|monthly|passive|extra) (?:income|profits?|earnings?)\b|\bwork from home\b|\bget rich\b/iu,
  /\b(?:invest(?:ed|ment|ments|ing)?|forex|bitcoin|crypto(?:currency)?|trading)\b.{0,80}\b(?:profits?|returns?|expert|manager|broker|signals?|recover(?:ed|y)?)\b/iu,
  /\b(?:recover(?:ed|y|ing)?)\b.{0,40}\b(?:lost|stolen|scammed)\b.{0,80}\b(?:hacker|expert|agent|recovery|funds|wallet)\b/iu,
  /\b(?:casino|betting|bet|lottery|jackpot|slots?)\b.{0,60}\b(?:win|won|bonus|join|register|play)\b/iu,
  /\b(?:join|subscribe|follow|visit|check out) (?:now|today|my|our)\b.{0,40}\b(?:channel|group|page|link|website|profile|store)\b/iu,
  /\bclick (?:on )?(?:the |this |my |below )?link\b.{0,40}\b(?:win|earn|get|claim|free|bonus|reward)\b/iu,
  /\b(?:free|get) (?:gift cards?|coins|diamonds|followers|likes|recharge)\b/iu,
].map(rule);
/** Words of complaint, which advertising has none of. */
export const complaint =
  /\b(?:not|never|no|unable|cannot|cant|dont|didnt|doesnt|issue|problem|error|bug|complain\w{0,4}|worst|bad|fraud|fake)\b|n['’]t\b/iu;
/** The writer's own code or link. */
export const ownCode = rule(
  /\b(?:use|enter|apply|put|try) my (?:referral |refer |invite |invitation |promo |coupon |reward )?(?:code|link)\b|\bmy (?:referral|refer|invite|invitation|promo) (?:code|link)(?: is)? ?[:=-]? ?(?=[a-z]*\d)[a-z\d]{5,12}\b/iu,
);
