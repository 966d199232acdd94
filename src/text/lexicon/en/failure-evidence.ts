// cspell:disable -- beginnings of words
/** Words that bear out that something fails in a certain way, by failure kind: without any of them a title doesn't say so. */

export const failureEvidence: Readonly<Record<string, RegExp>> = {
  "cannot-log-in": /log|sign|pass ?(?:word|code)|pin\b|otp|\bcodes?\b|auth|account|verif|face ?id|finger|credential/i,
  "cannot-sign-up":
    /regist|sign|verif|otp|\bcodes?\b|account|creat|number|sms|enrol|confirm|activat|kyc|identity|passport|licen[cs]e|document|\bids?\b/i,
  "account-blocked": /block|ban|suspend|lock|restrict|disabl|deactivat|terminat|account/i,
  crashes: /crash|clos|shut|quit|kick|exit|stop|die|dead|fail|collaps/i,
  freezes: /fre+z|froz|hang|hung|stuck|respon|lock|jam|buffer|stop|unrespon|stall/i,
  "does-not-open": /open|start|launch|load|access|screen|run|blank|black|white|loading|boot|get (?:in|on)/i,
  "cannot-install": /install|updat|upgrad|download|version|store|apk/i,
  "update-broke": /updat|upgrad|version|release|patch|new\b|since|after|latest/i,
  slow: /slow|long|lag|delay|wait|forever|takes?\b|took|load|speed|minute|seconds?\b|hours?\b|ages|sluggish|fast|time/i,
  "drains-resources": /batter|drain|data|memory|storage|space|heat|hot\b|cpu|power|ram\b|charge|resource|gb\b|mb\b/i,
  "does-not-connect": /connect|pair|link|bluetooth|wi-?fi|network|server|reach|disconnect|signal|find|detect/i,
  "does-not-sync": /sync|transfer|updat|upload|import|show|appear|refresh|back ?up|data|match|miss/i,
  "needs-internet": /offline|internet|network|connect|wi-?fi|online|data/i,
  "notifications-missing": /notif|alert|remind|ring|sound|push|message|mail|alarm|badge|call|otp|\bcodes?\b|sms/i,
  "upload-fails": /upload|attach|send|post|share|photo|picture|image|file|add|submit|pics?\b/i,
  "download-fails": /download|sav|export|print/i,
  "playback-fails":
    /play|video|audio|sound|stream|music|voice|skip|stutter|buffer|hear|watch|choppy|lip|movie|volume|mute|call|record/i,
  "camera-fails": /camera|scan|qr|photo|picture|mic|lens|barcode/i,
  "messages-fail": /messag|msg|chat|call|text|sms|mail|deliver|send|sent|receiv/i,
  "payment-fails":
    /pay|paid|purchas|check ?out|transact|transfer|declin|bank|debit|credit|upi|money|bill|subscri|buy|withdraw|deposit|top.?up|recharg|wallet|visa|mastercard|fund|refus|reject/i,
  "charged-wrongly": /charg|bill|deduct|debit|fee|paid|pay|money|took|taken|twice|double|renew/i,
  "refund-missing": /refund|money|return|reimburs|amount|paid back|debit|deduct|credit|deposit/i,
  "cannot-cancel": /cancel|unsub|delet|remov|clos|renew|stop|uninstall|leave|opt.?out/i,
  "too-expensive": /pric|expens|cost|pay|subscri|fee|money|cheap|charg|[$€£₹]|worth|rip.?off|overpriced|raise/i,
  paywall: /pay|paid|free|premium|subscri|money|purchas|unlock|pro\b|trial|plus\b|fee|upgrade|member/i,
  "limit-too-low":
    /limit|only|max|quota|cap\b|too (?:few|short|small|little|many)|at least|restrict|enough|characters?|per (?:day|week|month)/i,
  "too-many-ads": /\bad+s?\b|advert|commercial|pop|promo|banner|sponsor/i,
  "support-bad": /support|service|help|respon|contact|repl|answer|mail|call|care|agent|ticket|complain|team|develop/i,
  "delivery-problem":
    /deliver|order|late|arriv|parcel|packag|ship|ride|driver|courier|came|wrong|missing|item|food|bus|train|departure/i,
  "language-missing":
    /language|translat|english|accent|script|locali|spanish|french|german|hindi|arabic|chinese|japanese/i,
  "not-in-region": /country|countr|region|city|state|area|available|location|currency|abroad|europe|india|usa?\b|uk\b/i,
  privacy: /priva|permission|track|data|personal|access|contacts?|location|listen|spy|info|share|sell|sold|see/i,
  security: /secur|fraud|scam|hack|stole|steal|phish|unsafe|virus|malware|safe|cheat|spam|fake|thie|money|theft/i,
  "search-fails": /search|find|filter|result|look|sort/i,
  "rewards-missing":
    /reward|point|cash ?back|coupon|voucher|gift|promo|prize|bonus|refer|credit|scratch|coins?\b|offer/i,
  "staff-behaviour":
    /driver|staff|seller|host|agent|rude|people|user|employee|behav|player|member|cheat|guy|man\b|waiter|crew/i,
};
