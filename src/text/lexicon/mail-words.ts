// cspell:ignore gesendet envoyé enviado inviato verzonden skickat dikirim depuis desde vanaf från dari schrieb écrit escribió escreveu
// cspell:ignore scritto schreef ursprüngliche nachricht weitergeleitete origine transféré mensaje reenviado mensagem original encaminhada
// cspell:ignore betreff objet asunto assunto freundlichen grüßen grüsse viele beste liebe cordialement cdlt saludos atentamente
// cspell:ignore sendt pada skrev menulis vielen besten lieben saludo
// cspell:ignore atenciosamente abraços appareil dispositivo gerät modelo modell kindest meinem meiner ha
/** How mails, forms and phones write what they add to what a person says, in the languages that are read. */

/** A line that a program or phone put below. What tells that something failed is no footer. */
export const FOOTER =
  /^(?!.*(?:\b(?:not|never|no|but|and|fail\w*|miss\w*|lost|wrong)\b|n['’]t\b))(?:(?:sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|dikirim) (?:from|with|via|using|von|mit|depuis|de|desde|da|do|vanaf|från|fra|dari)(?: \S{1,30}){1,5}|von mein(?:em|er)(?: \S{1,30}){1,4} gesendet|get \w+(?: \w+)? for (?:ios|android|windows|mac)\b\S{0,100})\s*[.!]?$/i;

/** "On Monday Ann wrote:" */
export const REPLY_HEADER =
  /^>* ?(?:on|am|le|el|em|il|op|den|pada)\s(?=[^\n]*(?:\d|@)).{4,200}\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|menulis)\b.{0,80}:$/i;

export const FORWARDED =
  /^-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d['’]origine|message transféré|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada) ?-{2,}$/i;

export const MAIL_HEADER =
  /^(?:from|to|cc|sent|date|subject|von|an|gesendet|datum|betreff|de|à|objet|para|asunto|assunto|enviado): ?\S.{0,200}$/i;

/** What leads to a mail's subject. */
export const SUBJECT = /^>? ?(?:subject|betreff|objet|asunto|assunto): ?(?:(?:re|fwd?|aw|wg): ?){0,5}/i;

/** A line that ends a letter. */
export const CLOSING =
  /^(?:(?:with )?(?:kind|best|warm|many|kindest)? ?(?:regards|wishes)|best|cheers|thanks(?: a lot| again)?|many thanks|thank you|sincerely|yours(?: truly| sincerely| faithfully)?|(?:mit )?(?:freundlichen|vielen?|besten?|lieben?) grü(?:ß|ss)en?|mfg|lg|vg|cordialement|cdlt|bien à vous|saludos|un saludo|atentamente|atenciosamente|abraços|att)[,.!]?$/i;

/** In capitals or small letters; the values' capitals tell names from words. */
const eitherCase = (words: string): string =>
  words.replace(/\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);
const FACT = eitherCase(
  "(?:device|os|app|app version|version|build|build number|model|locale|platform|browser|user agent|carrier|manufacturer|(?:device|user|account|session|install) id|os version|android version|ios version|device model|phone model|sdk|gerät|appareil|dispositivo|modelo|modell)",
);
/** No words of a sentence: names, versions, marks. None ends in the mark of a fact, so there is one way to read a line. */
const VALUE =
  "(?:[ ,;|()]{0,3}(?:(?=\\p{Lu}|[\\w./:-]{0,60}[\\d_])[\\w./:-]{1,60}(?<!:)|app|version|build|iPhone|iPad|iOS|macOS)(?=[ ,;|()]|$)){1,8}";
/** "Device: Pixel 7 OS: Android 14" */
export const DEVICE_FACT = new RegExp(`^(?:${FACT}(?: ?[:=] ?)${VALUE}[ ,;|.()]{0,3}){1,12}$`, "u");

/** What a browser calls itself, which forms of web pages send along. */
export const BROWSER =
  /(?:\buser[ -]?agent ?[:=]? ?)?\bMozilla\/\d\.\d \([^()\n]{1,200}\)(?: [\w.]{1,40}\/[\w.+-]{1,40}| \([^()\n]{1,80}\)){0,12}/gi;

/** A line that a form for reports put above what a person says. */
export const FORM_HEADING =
  /^[#*\s]{0,8}(?:steps to reproduce|how to reproduce|(?:actual|current|expected|observed) (?:behaviou?rs?|outcomes?|results?)|(?:describe the|bug) (?:bug|description|problem)|additional (?:context|info|information)|environment|screenshots?|user agent)[*\s]{0,3}[:?]?[*\s]{0,3}$/i;

/** Above what somebody has to do to see it, whatever else stands in the line. */
export const STEPS_HEADING =
  /^[#*\s]{0,8}(?:steps (?:(?:how )?to|for) (?:recreate|repeat|replicate|repro|reproduce|reproducing)|how to (?:recreate|repeat|replicate|reproduce)|reproduction steps|str)\b(?:[^\n:.?]{0,60}|[^\n]{0,400}:|[^\n]{0,200}\bMozilla\/[^\n]{0,300})[*\s]{0,3}$/i;
/** Above what should have been. */
export const EXPECTED_HEADING =
  /^[#*\s]{0,8}(?:what (?:did|do) you expect|expected(?: (?:behaviou?rs?|outcomes?|results?))?)[*\s]{0,3}[:?]?[*\s]{0,3}$/i;
/** A line that tells what to do: "2) Click on Save". */
export const INSTRUCTION =
  /^[\s>*•-]{0,4}(?:\d{1,2}|[a-z])?[.):/ —–-]{0,3}\s{0,2}(?:then |now |and |in [^\n,]{1,40}[ ,])?(?:add|boot|choose|clear|click|close|compose|configure|connect|copy|create|double[ -]?click|download|drag|edit|enable|disable|enter|go(?: into)?|hit|hover|import|insert|install|launch|load|log|look|make|move|navigate|observe|open|paste|pick|play|press|quit|reload|relaunch|repeat|resize|restart|right[ -]?click|run|save|scroll|search|see|select|send|set|sign|start|switch|tap|toggle|try|turn|type|use|view|visit|wait|write)\s/i;
/** "Expected: a list of names. Actual: none" */
export const EXPECTED =
  /^[^\p{L}\n]{0,8}expected(?: (?:behaviou?r|outcome|result)s?)? ?[:=](?:(?!\bactual)[^\n]){1,400}/iu;
export const ACTUAL = /(?<![^\s\p{P}\p{S}])(?:actual|observed)(?: (?:behaviou?r|outcome|result)s?)? ?[:=]/giu;
/** What a program writes around its own lines: "+++ created as a clone of 17 +++". */
export const MACHINE_LINE =
  /^\+{3} [^\n]{1,200} \+{3}$|^(?:(?:also|see|cf\.?|follow-?up (?:for|of|to)|related(?: to)?|same as|duplicate of|blocks|depends on)\s){0,3}(?:bug|comment|defect|issue|reference|ticket) ?#?\d[\d.a-f]{0,40}(?: ?,?comment \d{1,4})?[\s.)]{0,3}$/gim;
