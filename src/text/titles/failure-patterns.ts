// cspell:ignore wlan melod
/**
 * How each kind of failure is titled, alone and with what fails. `{O}` and `{o}` stand for the object at the start of the
 * title and within it; `[is|are]` for the form that agrees with it. `own` names objects that only repeat the failure.
 */

import { paid, untold, withContent } from "./failure-words.ts";

export interface FailurePattern {
  readonly alone: string;
  readonly about: string;
  readonly own?: RegExp;
  /** Objects that it is said otherwise of; the first that fits. */
  readonly but?: readonly { readonly of: RegExp; readonly about: string }[];
}

/** What is sent to somebody who signs up or in. */
const sent = { of: /\b(?:otps?|codes?|sms|e-?mails?|links?|messages?)$/i, about: "{O} [does|do] not arrive" };

export const failurePatterns: Readonly<Record<string, FailurePattern>> = {
  "cannot-log-in": {
    alone: "Cannot sign in",
    about: "Sign-in fails with {o}",
    own: /^(?:log-?ins?|logs?(?: ins?)?|sign-?ins?|signs?(?: in)?|accounts?|ids?)$/i,
    but: [{ ...sent, of: /\b(?:otps?|codes?|sms)$/i }],
  },
  "cannot-sign-up": {
    alone: "Registration or verification fails",
    about: "Verification fails with {o}",
    own: /^(?:register|registration|sign-?up|sign up|account|verification)$/i,
    but: [sent],
  },
  "account-blocked": { alone: "Account is blocked", about: "{O} [is|are] blocked", own: /^account$/i },
  crashes: {
    alone: "App crashes",
    about: "App crashes on {o}",
    own: /\b(?:crash|crashes|crashing|closes?|closings?|opens?|openings?)$/i,
  },
  freezes: { alone: "App freezes", about: "{O} [freezes|freeze]" },
  "does-not-open": {
    alone: "App does not open",
    about: "{O} [does|do] not open",
    but: [
      // What shows while an app opens.
      { of: /\b(?:screens?|icons?|logos?|splash|programs?|software)$/i, about: "App does not open" },
      {
        of: /\b(?:scrolling|scroll|locks?|buttons?|keyboards?|mouse|cursors?|switch(?:es)?)$/i,
        about: "{O} [does|do] not work",
      },
    ],
  },
  "error-shown": {
    alone: "Error instead of a result",
    about: "Error shown for {o}",
    own: /\b(?:codes?|errors?|messages?|popup|screen)$/i,
    but: [
      {
        of: /^(?:bank|connection|database|fatal|internal|internet|invalid|network|runtime|server|ssl|system|technical|unexpected|unknown)$/i,
        about: "{O} error shown",
      },
    ],
  },
  "cannot-install": {
    alone: "App cannot be installed or updated",
    about: "Cannot install {o}",
    own: /^(?:install|installing|installation|update|updating|download|downloading)$/i,
  },
  "update-broke": {
    alone: "Worse since the update",
    about: "{O} [is|are] worse since the update",
    own: /\b(?:updates?|versions?|upgrade)$/i,
  },
  incompatible: {
    alone: "Not compatible with some devices",
    about: "Not compatible with {o}",
    own: /^(?:devices?|phones?|mobiles?)$/i,
    but: [
      {
        // Parts of an app, which are compatible with nothing.
        of: /\b(?:alarms?|alerts?|buttons?|content|faces?|features?|functions?|functionality|maps?|menus?|notifications?|options?|pages?|photos?|screens?|settings?|videos?|widgets?)$/i,
        about: "{O} [does|do] not work",
      },
    ],
  },
  slow: { alone: "App is slow", about: "{O} [is|are] slow", own: /^(?:speed|time)$/i },
  "drains-resources": {
    alone: "Drains battery, data or storage",
    about: "Drains too much {o}",
    own: /^(?!.*\b(?:battery|batteries|charge|cpu|data|memory|power|ram|space|storage)$)/i,
  },
  "does-not-connect": {
    alone: "Does not connect",
    about: "{O} [does|do] not connect",
    own: /^(?:connect|connection)$/i,
    but: [
      { of: /\b(?:internet|networks?|servers?)$/i, about: "Does not connect to the {o}" },
      { of: /\b(?:wi-?fi|wlan|vpn)$/i, about: "Does not connect to {o}" },
      { of: /\b(?:agents?|care|customers?|drivers?|hosts?|service|support|teams?)$/i, about: "{O} cannot be reached" },
    ],
  },
  "keeps-disconnecting": {
    alone: "Connection keeps dropping",
    about: "{O} [keeps|keep] disconnecting",
    own: /^(?:connections?|connectivity|disconnect\w*)$/i,
  },
  "codes-missing": {
    alone: "Verification code does not arrive",
    about: "{O} [does|do] not arrive",
    own: /^(?!.*\b(?:otps?|codes?|pass ?codes?|sms|e-?mails?|mails?)$)/i,
  },
  "stays-pending": {
    alone: "Requests stay pending",
    about: "{O} [stays|stay] pending",
    own: /^(?:money|pending|process\w*|stages?|states?|status)$/i,
  },
  "does-not-sync": {
    alone: "Data does not sync",
    about: "{O} [does|do] not sync",
    own: /^sync\w*$/i,
  },
  "needs-internet": {
    alone: "Does not work offline",
    about: "{O} [does|do] not work offline",
    own: /^(?:offline|online|wi-?fi|data|(?:internet|network|mobile)?[ -]?(?:connection|data)s?|internet|network)$/i,
  },
  "does-not-work": {
    alone: "App does not work",
    about: "{O} [does|do] not work",
  },
  "wrong-results": { alone: "Results are wrong", about: "{O} [is|are] wrong" },
  "ignores-instructions": { alone: "Settings or instructions are ignored", about: "{O} [is|are] ignored" },
  misunderstands: { alone: "Misunderstands what is asked", about: "Misunderstands {o}" },
  forgets: { alone: "Does not save or remember", about: "{O} [is|are] not saved" },
  "data-lost": { alone: "Data is lost", about: "{O} [is|are] lost" },
  duplicates: { alone: "Entries appear twice", about: "{O} [appears|appear] twice" },
  "poor-quality": { alone: "Quality is poor", about: "{O} [is|are] of poor quality", own: /^quality$/i },
  "missing-content": { alone: "Content is missing", about: "{O} [is|are] missing", own: withContent },
  outdated: { alone: "Information is outdated", about: "{O} [is|are] outdated" },
  "search-fails": {
    alone: "Search fails",
    about: "Search for {o} fails",
    own: /\b(?:search|searches|results)$/i,
    // Who searches.
    but: [{ of: /\b(?:couriers?|drivers?|riders?|technicians?)$/i, about: "{O} [does|do] not find the address" }],
  },
  "notifications-missing": {
    alone: "Notifications do not arrive",
    about: "{O} [does|do] not arrive",
    but: [untold],
  },
  "upload-fails": { alone: "Upload fails", about: "{O} cannot be uploaded", own: /^uploads?$/i },
  "download-fails": { alone: "Download fails", about: "{O} cannot be downloaded", own: /^downloads?$/i },
  "playback-fails": {
    alone: "Playback fails",
    about: "{O} [does|do] not play properly",
    own: /^playback$/i,
    but: [
      // These are no recordings: they work, or they don't.
      {
        of: /\b(?:calls?|calling|volume|subtitles?|captions?|dvds?|buttons?|controls?|bar|apps?|players?|tablets?|phones?|tvs?|headphones?|speakers?|bluetooth|microphones?|mic)$/i,
        about: "{O} [does|do] not work",
      },
      { of: /\bpictures?$/i, about: "Picture or sound fails" },
      // Nor do these play.
      {
        of: /^(?!.*\b(?:albums?|animations?|audio|audiobooks?|books?|broadcasts?|casts?|channels?|clips?|episodes?|films?|footage|games?|lessons?|livestreams?|lives?|matches|media|melod(?:y|ies)|memos?|messages?|movies?|music|playlists?|podcasts?|radios?|recordings?|reels?|replays?|series|shows?|songs?|sounds?|soundtracks?|stations?|stories|story|streams?|streaming|trailers?|tunes?|tracks?|tutorials?|videos?|vids?|voices?|youtube)$)/i,
        about: "{O} [does|do] not work",
      },
    ],
  },
  "camera-fails": { alone: "Camera or scanner fails", about: "{O} [does|do] not work" },
  "messages-fail": {
    alone: "Messages are not delivered",
    about: "{O} [is|are] not delivered",
    but: [
      { of: /\b(?:calls?|calling)$/i, about: "{O} [fails|fail]" },
      // Whatever is not sent.
      {
        of: /^(?!.*\b(?:attachments?|codes?|comments?|e-?mails?|files?|gifs?|invites?|invitations?|letters?|links?|mails?|messages?|mms|notes?|notifications?|orders?|otps?|photos?|pics?|pictures?|posts?|receipts?|replies|reply|requests?|sms|statements?|stickers?|texts?|videos?)$)/i,
        about: "{O} [does|do] not work",
      },
    ],
  },
  "payment-fails": {
    alone: "Payment fails",
    about: "Payment fails with {o}",
    own: /\bpayments? by\b|\b(?:payments?|money|amount|account|bank|transactions?)$/i,
    // What is paid, rather than what it is paid with.
    but: [
      {
        of: /\b(?:bill|fine|insurance|loan|membership|order|premium|recharge|rent|subscription|tax|ticket|toll)$/i,
        about: "{O} payment fails",
      },
      {
        of: /\b(?:bills|fines|loans|memberships|orders|recharges|subscriptions|taxes|tickets|tolls)$/i,
        about: "Payment of {o} fails",
      },
    ],
  },
  "charged-wrongly": {
    alone: "Charged wrongly",
    about: "Charged wrongly for {o}",
    own: /\b(?:charges?|charged|billed|debit(?:ed|s)?|deduct(?:ed|ions?)|money|amounts?|accounts?|balance|banks?|cards?|fees?)\b/i,
  },
  "refund-missing": {
    alone: "Refund does not arrive",
    about: "Refund for {o} does not arrive",
    own: /\b(?:accounts?|amounts?|customers?|debits?|receivers?|recipients?|refunds?|service|support|team)\b/i,
    but: [
      {
        of: /^(?:balance|cash|deposits?|funds?|money|payments?|transactions?|transfers?)$/i,
        about: "{O} [does|do] not arrive or come back",
      },
    ],
  },
  "cannot-cancel": { alone: "Cannot cancel or delete", about: "Cannot cancel or delete {o}" },
  "too-expensive": {
    alone: "Too expensive",
    about: "{O} [is|are] too expensive",
    own: /\b(?:prices?|pricing|costs?|money|charges?|increases?|rates?)$/i,
  },
  paywall: {
    alone: "Too much is behind a paywall",
    about: "{O} [requires|require] payment",
    own: /^(?:pay|payment|money|premium|subscription)$/i,
    but: paid,
  },
  "limit-too-low": { alone: "Limit is too low", about: "Limit for {o} is too low", own: /\blimits?$/i },
  "too-many-ads": {
    alone: "Too many ads",
    about: "Too many {o}",
    own: /^(?!.*\b(?:ads?|adverts?|advertisements?|commercials|pop-?ups?)$)/i,
  },
  nags: {
    alone: "Asks too often",
    about: "Keeps showing {o}",
    but: [
      {
        of: /^(?:activate|allow|confirm|donate|enable|install|log ?in|rate|register|restart|review|sign ?in|sign ?up|subscribe|update|upgrade|verify)$/i,
        about: "Keeps asking to {o}",
      },
    ],
  },
  "delivery-problem": {
    alone: "Delivery is late or wrong",
    about: "{O} [arrives|arrive] late or wrong",
    own: /^delivery$/i,
  },
  "staff-behaviour": { alone: "Staff behave badly", about: "{O} [behaves|behave] badly" },
  "support-bad": {
    alone: "Support does not help",
    about: "{O} [does|do] not help",
    own: /^(?!.*\b(?:agents?|bots?|chat|chatbots?|chat bots?|company|developers?|e-?mails?|hotline|staff)$)/i,
  },
  "hard-to-use": { alone: "Hard to use", about: "{O} [is|are] hard to use" },
  "design-disliked": { alone: "Design is disliked", about: "{O} [is|are] disliked" },
  "feature-removed": {
    alone: "Feature was removed",
    about: "{O} [was|were] removed",
    own: /^(?:features?|options?|functions?)$/i,
  },
  "option-missing": {
    alone: "Option is missing",
    about: "No option for {o}",
    own: /^(?:options?|features?|functions?|settings?|way)$/i,
  },
  "language-missing": {
    alone: "Language is missing or badly translated",
    about: "{O} [is|are] missing or badly translated",
    own: /^languages?$/i,
  },
  "not-in-region": {
    alone: "Not available in some regions",
    about: "{O} [is|are] not available in some regions",
    own: /^(?:country|region|city|area)$/i,
  },
  "wrong-format": { alone: "Format is wrong", about: "{O} [is|are] in the wrong format", own: /^format$/i },
  privacy: { alone: "Privacy is at risk", about: "Privacy concern about {o}", own: /^(?:privacy|data|information)$/i },
  security: {
    alone: "Fraud or security risk",
    about: "Security concern about {o}",
    own: /\b(?:fraud|frauds|scam|scams|security|hacked|money)$/i,
  },
  "fake-or-spam": { alone: "Fake or misleading content", about: "Fake or misleading {o}", own: /\b(?:fakes?|spam)$/i },
  "over-restricted": {
    alone: "Rules are too strict",
    about: "Rules for {o} are too strict",
    own: /^(?:rules?|policy|policies|moderation)$/i,
  },
  "rude-or-biased": { alone: "Rude, biased or manipulative", about: "{O} [is|are] rude, biased or manipulative" },
  unfair: { alone: "Unfair rules or odds", about: "{O} [is|are] unfair" },
  "rewards-missing": {
    alone: "Rewards are not given",
    about: "{O} [is|are] not given",
    own: /ing$/i,
    but: [{ of: /\b(?:balances?|cards?|codes?|coupons?|tokens?|vouchers?)$/i, about: "{O} [does|do] not work" }],
  },
};
