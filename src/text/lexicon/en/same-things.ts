/** Things of apps that people name in several ways, and the name that all of them are compared by. */
// cspell:ignore notifs notif pfp passwrd

const names: readonly (readonly [string, string])[] = [
  [
    "(?:otps?|o\\.t\\.p\\.?|one[ -]?time (?:pass ?(?:words?|codes?)|codes?|pins?)|pass ?codes?|(?:verification|confirmation|activation|authentication|auth|security|sms|login|log-in|sign-in|otp|2fa) (?:codes?|pins?|sms)|sms codes?|codes? (?:by|via|per) (?:sms|text|e-?mail))",
    "verification code",
  ],
  ["(?:notifs?|notifs)", "notification"],
  ["(?:vids?)", "video"],
  ["(?:msgs?|dms?)", "message"],
  ["(?:pfp|dp|profile (?:pics?|photos?|images?))", "profile picture"],
  ["(?:pwd|pw|passwrd)", "password"],
  [
    "(?:(?:entrance|entry|exit|ticket) (?:barriers?|gates?)|(?:barriers?|gates?)(?! to\\b)|turnstiles?|ticket (?:readers?|scanners?|validators?))",
    "gate",
  ],
  ["(?:bar ?codes?|qr(?:[ -]?(?:codes?|tickets?))?)", "QR code"],
];

const patterns = names.map(([written, name]) => [new RegExp(`\\b${written}(?![\\w-])`, "gi"), name] as const);

/** The text with each of these things under its one name. */
export const underOneName = (text: string): string =>
  patterns.reduce((said, [written, name]) => said.replace(written, name), text);
