/** Die Seite über den Zustand: was wartet, was endgültig gescheitert ist, und wie die Arbeit heißt. */

import type { Message } from "../catalogue.ts";
import type { health as english } from "../en/health.ts";

export const health: Readonly<Record<keyof typeof english, Message>> = {
  "health.lead": "Ob jeder Eintrag verbucht ist, was wartet und was gescheitert ist.",
  "health.intakeTitle": "Am letzten Tag gelesen",
  "health.intake": "{reviews} in den letzten 24 Stunden, höchstens {most} in einer Stunde.",
  "health.dead": "Endgültig gescheitert",
  "health.noDead": "Nichts ist gescheitert.",
  "health.letters": { one: "{count} Nachricht", other: "{count} Nachrichten" },
  "health.redrive": "Noch einmal",
  "health.redriveAll": "Alle noch einmal",
  "health.refused": {
    one: "{count} Nachricht kann nicht noch einmal gesendet werden und bleibt.",
    other: "{count} Nachrichten können nicht noch einmal gesendet werden und bleiben.",
  },
  "health.delete": "Löschen",
  "health.deleteAll": "Alle löschen",
  "health.deleted": {
    one: "Die Nachricht ist gelöscht; die Bücher zählen weiter, was gescheitert ist.",
    other: "{count} Nachrichten sind gelöscht; die Bücher zählen weiter, was gescheitert ist.",
  },
  "health.newest": "← Zu den neuesten",
  "health.redriven": { one: "{count} Eintrag läuft noch einmal.", other: "{count} Einträge laufen noch einmal." },
  "health.queues": "Warteschlangen",
  "health.queue": "Schlange",
  "health.waiting": "Wartend",
  "health.inWork": "In Arbeit",
  "health.oldest": "Älteste",
  "health.notSampled": "Noch nicht gemessen; das geschieht alle 15 Sekunden.",
  "health.loops": "Letzter Durchgang der regelmäßigen Arbeit",
  "health.noRounds": "Auf diesem Prozess noch keiner.",
};
