/** Things that fail as a whole, and kinds of failure that say little: what titles choose by. */

/** "photo upload": a thing that fails as a whole, whatever its kind of failure. */
export const actions =
  /\b(?:access|activation|backup|booking|calls?|calling|charging|checkout|connection|delivery|download|export|import|installation|linking|loading|log-?in|pairing|payments?|playback|recharge|recording|registration|reset|scan|scanning|search|setup|sharing|sign-?in|sign-?up|streaming|sync|synchronization|tracking|transactions?|transfers?|update|upload|verification|withdrawal)$/i;

/** Kinds that say little of what happens: what people cannot do says more. */
export const vagueFailures: ReadonlySet<string> = new Set([
  ...["does-not-work", "error-shown", "feature-removed", "hard-to-use", "cannot-cancel"],
  ...["ignores-instructions", "incompatible", "missing-content", "option-missing", "update-broke"],
  ...["wrong-results"],
]);

/** What people are not told of, rather than what does not arrive. */
export const untold = {
  of: /^(?!.*\b(?:alerts?|notifications?|reminders?|sounds?)\b).*\b(?:buses|bus|cancellations?|delays?|deliveries|delivery|departures?|flights?|orders?|payments?|strikes?|trains?|transfers?)$/i,
  about: "No notifications about {o}",
};

/** What is there in spite of payment, or is paid itself, rather than behind it. */
export const paid = [
  { of: /\b(?:ads?|adverts?|advertisements?|commercials)\b/i, about: "Ads in spite of payment" },
  { of: /\b(?:fees?|charges?|commissions?)$/i, about: "{O} [is|are] charged" },
];

/** What is done with content, which is not what is missing. */
export const withContent =
  /^(?:options?|content|browsing|gaming|listening|playing|reading|shopping|streaming|using|viewing|watching)$/i;
