// cspell:disable
/** Romanised Bengali, as far as short texts need it to be told from Hindi, which shares its nouns and its English. */

/** Written in no other language that reviews are in: two of them tell, or one with a small word beside it. */
export const sureWords = `
  bhalo valo vhalo bhalobasi apnar apnader apnake apnara amake amader tomader tomra
  parchi parchhi parina parbo parben korar korchi korche korchhe korben korun korbo korlam korlo korle
  hocche hochche hochhe hoyeche hoyni hoyna hobe jacche jacchi jachche jabe jayna ashche aschena ashchena lagche lagbe
  khulte khulche khulchhe dhukte dekhte dekhacche dekhay pacchi pachchi paini pelam dilam nilam chilo chhilo
  kivabe kibhabe ekdom ektu onek onk beshi shob ekhon tokhon sathe niyeche diyeche keteche
`;

/** Bengali beside such a word; by themselves they are Hindi, English or words of other languages. */
export const smallWords =
  "ta ti er tomar koren ar ei oi ami amar khub kintu na nei ache achhe kaj kore baje taka hoy holo gelo keno abar theke diye niye dilo nilo kete por jonno korte";
