/** Endings that Spanish and Portuguese share, and what they are in English. */
import type { GlossLanguage } from "../language.ts";

export const iberianCognates: NonNullable<GlossLanguage["cognates"]> = [
  [/icamente$/, "ically"],
  [/amente$/, "ely"],
  [/mente$/, "ly"],
  [/ic[oa]s?$/, "ic"],
  [/ic[oa]s?$/, "ical"],
  [/ari[oa]s?$/, "ary"],
  [/(?<=.{3})[oae]s?$/, ""],
  [/(?<=.{3})[oae]s?$/, "e"],
  [/ias?$/, "y"],
];
