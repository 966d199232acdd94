// cspell:ignore esim otps upis inaccurac
/**
 * What can fail in a certain way, by failure kind: a title of that kind names nothing else. A name, which begins with a capital or has
 * a number, may be anything.
 */
const NAME = "\\p{Lu}|\\d";
const DEVICES =
  "phones?|mobiles?|cell ?phones?|smart ?phones?|handsets?|tablets?|watch(?:es)?|smart ?watch(?:es)?|bands?|trackers?|tvs?|televisions?|consoles?|computers?|laptops?|desktops?|pcs?|devices?|routers?|headsets?|headphones?|ear ?buds|earphones|speakers?|cameras?|printers?|cars?|scales?|sensors?|models?|browsers?|systems?|os|processors?|versions?|screens?|displays?|monitors?|keyboards?|mouse|controllers?|sim|esim|wallets?|receivers?|box|boxes|sticks?|players?|readers?|scooters?|bikes?|hubs?|bulbs?|lights?|thermostats?|locks?|doorbells?|cards?";

const ending = (words: string): RegExp => new RegExp(`\\b(?:${words})$|${NAME}`, "u");
const anywhere = (words: string): RegExp => new RegExp(`\\b(?:${words})\\b|${NAME}`, "u");

export const failureObjects: Readonly<Record<string, RegExp>> = {
  "account-blocked": ending(
    "accounts?|cards?|contacts?|numbers?|wallets?|e-?wallets?|profiles?|ids?|pages?|channels?|groups?|access|devices?|phones?|sims?|users?|transactions?|payments?|comments?|posts?|e-?mails?|sites?|websites?|calls?|chats?|logins?",
  ),
  incompatible: ending(DEVICES),
  "cannot-install": ending(
    "apps?|applications?|updates?|versions?|upgrades?|packages?|software|firmware|games?|files?|apks?|plug-?ins?|extensions?|add-?ons?|programs?|services?|patch(?:es)?|drivers?|themes?|widgets?|maps?|modules?|components?",
  ),
  "cannot-log-in": anywhere(
    "passwords?|pass ?codes?|codes?|pins?|otps?|numbers?|e-?mails?|mail|face|fingers?|fingerprints?|biometrics?|accounts?|credentials?|user ?names?|ids?|sessions?|captchas?|sso|phones?|devices?|tokens?|links?|wi-?fi|vpn|pass ?keys?|sms|patterns?|tablets?|browsers?|profiles?|websites?|qr",
  ),
  "payment-fails": anywhere(
    "cards?|wallets?|upis?|banks?|accounts?|qr|codes?|debit|cash|coupons?|vouchers?|gifts?|contacts?|merchants?|shops?|methods?|balances?|points?|pins?|otps?|passwords?|currency|currencies|numbers?|apps?|links?|loans?|bills?|autopay|net ?banking|subscriptions?|tickets?|postpaid|prepaid|orders?|recharges?|transfers?|withdrawals?|deposits?|transactions?|bookings?|requests?|emi|credit cards?",
  ),
  "rude-or-biased": ending(
    "bots?|chat ?bots?|assistants?|ai|ads?|adverts?|advertisements?|reviews?|moderators?|moderation|algorithms?|content|posts?|comments?|people|users?|hosts?|staff|drivers?|news|answers?|repl(?:y|ies)|responses?|messages?|recommendations?|results?|sellers?|agents?|players?|members?|articles?|texts?|feeds?",
  ),
  "staff-behaviour": ending(
    "drivers?|staff|sellers?|hosts?|agents?|people|users?|employees?|players?|members?|guys?|men|man|women|woman|waiters?|crew|couriers?|riders?|doctors?|nurses?|teachers?|owners?|managers?|persons?|teams?|moderators?|strangers?|operators?|conductors?|receptionists?|service|care|executives?|representatives?|reps?",
  ),
  "too-expensive":
    /^(?!.*\b(?:pric(?:e?y|e[sd]?|ing)|expensive|cheap|everything|years?|months?|dollars?|bucks|rupees|euros?|pounds?|accounts?|movies?|people|numbers?|costs?|money|charges?|increases?|rates?)$)/i,
  slow: /^(?!.*\b(?:\d[\d-]*|\w*(?:minutes?|mins?|seconds?|secs?|hours?|days?|weeks?|months?|years?)|molasses|snails?|turtles?|tortoises?|speeds?|time|slow\w*)$)/i,
  crashes:
    /^(?!.*\b(?:products?|prices?|games?|services?|phones?|devices?|mobiles?|tablets?|company|software|programs?|money|people|update|version)$)/i,
  "charged-wrongly":
    /^(?!.*\b(?:refunds?|recharged|rs\.?|rupees|doctors?|drivers?|people|passwords?|renew(?:al|ed|s)?|years?|months?|days?|times?|banks?|support)$)/i,
  nags: anywhere(
    "ads?|adverts?|advertisements?|alerts?|banners?|boxes|box|buttons?|calls?|captchas?|codes?|consent|content|cookies?|deals?|dialogs?|dialogues?|e-?mails?|errors?|feedback|friends?|invitations?|invites?|logins?|mails?|messages?|msgs?|news|notifications?|notices?|offers?|pages?|passwords?|people|permissions?|pins?|pop-?ups?|pop ups?|posts?|premium|profiles?|promos?|promotions?|prompts?|questions?|ratings?|recommendations?|reels?|registrations?|reminders?|requests?|reviews?|screens?|shorts|sign-?ups?|stories|subscriptions?|suggestions?|surveys?|terms|texts?|tips?|tooltips?|trials?|tutorials?|updates?|upgrades?|verification|videos?|warnings?|windows?",
  ),
  "search-fails": /^(?!(?:a ?lot|options?|features?|things?|stuff|search\w*|results?)$)/i,
  "wrong-results": /^(?!.*\b(?:inaccurac\w*|accuracy|errors?|mistakes?|information|facts)$)/i,
  "does-not-connect":
    /^(?!.*\b(?:alarms?|alerts?|buttons?|content|fac(?:e|es)|features?|fees?|levels?|pass(?:es)?|prices?|tickets?|orders?|codes?|photos?|pictures?|videos?|texts?|maps?|menus?|options?|pages?|jogs?|workouts?|movies?|shows?|episodes?|disconnects?|calls?|charges?|payments?|money)$)/i,
};
