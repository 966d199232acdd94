/** Die Texte, wo Rückmeldungen von Hand hereingeholt werden. */

import type { Message } from "../catalogue.ts";
import type { bringIn as english } from "../en/bring-in.ts";

export const bringIn: Readonly<Record<keyof typeof english, Message>> = {
  "first.title": "Noch ist nichts gekommen",
  "first.titleNone": "Noch ist nichts aufgenommen",
  "first.lead": "Drei Wege zur ersten Erkenntnis. Nichts verlässt diesen Rechner.",
  "first.app": "App",
  "first.appName": "Meine App",
  "first.reviews": "Bewertungen",
  "first.example": "Die Kamera friert seit dem letzten Update ein.\nBitte einen dunklen Modus.",
  "first.pasteNote": "Eine je Zeile, oder durch Leerzeilen getrennt, wenn sie länger sind.",
  "first.send": "Lesen lassen",
  "first.sending": "Wird gesendet …",
  "first.sent": { one: "{count} Bewertung wird gelesen.", other: "{count} Bewertungen werden gelesen." },
  "first.reading": "Ihre Rückmeldungen werden gelesen",
  "bringIn.title": "Rückmeldungen hereinholen",
  "bringIn.lead": "Fügen Sie Bewertungen ein, oder laden Sie eine Datei hoch; was schon da ist, wird nicht verdoppelt.",
  "bringIn.none": "Nichts davon war zu lesen: {why}.",
  "bringIn.refused": {
    one: "{count} wurde nicht genommen: {why}.",
    other: "{count} wurden nicht genommen: {why}.",
  },
  "bringIn.see": "Die Bewertungen ansehen",
  "refused.text": "{count} ohne Text",
  "refused.date": "{count} mit einem Datum, das keines ist",
  "refused.size": "{count} zu groß",
  "refused.field": "{count} mit einem Fehler in „{field}“",
  "refused.other": "{count} aus anderen Gründen",
  "first.mayNot": "Ihr Schlüssel darf nichts senden: bitten Sie um einen mit dem Recht ingest.",
  "first.sampleTitle": "Das Beispiel ansehen",
  "first.sampleWhy":
    "424 Bewertungen, Beiträge und Tweets zu einer erfundenen App für Radfahrende: zwei Monate, fünf Versionen, von denen eine misslang.",
  "first.sampleLoad": "Beispiel laden",
  "first.pasteTitle": "Bewertungen einfügen",
  "first.uploadTitle": "Datei hochladen",
  "first.others": "Oder aus einem Programm senden:",
  "upload.file": "CSV, JSON oder JSON-Zeilen",
  "upload.columns": "Spalten und erste Zeilen",
  "upload.columnIs": "Was die Spalte {column} ist",
  "upload.metadata": "(daneben aufbewahrt)",
  "upload.found": { one: "{count} Zeile gefunden.", other: "{count} Zeilen gefunden." },
  "upload.unreadable": "Aus dieser Datei ließ sich nichts lesen.",
  "bringIn.textless": {
    one: "{count} Zeile hat keinen Text und wird nicht gelesen.",
    other: "{count} Zeilen haben keinen Text und werden nicht gelesen.",
  },
  "bringIn.noTexts": "In dieser Spalte steht in keiner Zeile etwas: Welche ist der Text?",
  "upload.needsText": "Welche Spalte ist der Text?",
  "upload.note": "Für Dateien jeder Größe gibt es die Befehlszeile: groundswell ingest DATEI",
};
