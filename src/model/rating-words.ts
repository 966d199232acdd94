/** The words of ratings in the languages of exports: numbers up to five, stars, and the names of columns that hold them. */

/** By their value. */
export const WORDS: readonly string[] = [
  "zero null cero nul",
  "one eins ein un une uno una um uma",
  "two zwei deux dos dois duas due",
  "three drei trois tres três tre",
  "four vier quatre cuatro quatro quattro",
  "five fünf fuenf cinq cinco cinque vijf",
];

/** For a regular expression. */
export const STAR_WORD =
  "(?:stars?|bubbles?|sterne?n?|sternen|[ée]toiles?|estrellas?|estrelas?|stell[ae]|sterren|stjerner|stjärnor|tähteä|gwiazd(?:ka|ki|ek)|hvězd(?:a|y|iček|ičky)?|csillag|yıldız|bintang|зв[её]зд[аы]?|зірк[аи]|αστέρια?|نجوم|نجمة|सितारे|ดาว|[颗顆つ]?星|★|⭐️?)";

/** Of scores from 0 to 10. */
export const NPS_NAME = /nps|net ?promoter|recommend|recomend|weiterempf|empfehl|recommand|consigli|aanbevel/i;
/** Of stars. */
export const STAR_NAME =
  /star|stern|étoile|etoile|estrella|estrela|stell[ea]|sterren|overall|rating|^rate|bewertung|calificaci|valoraci|avalia|評価|评分/i;
