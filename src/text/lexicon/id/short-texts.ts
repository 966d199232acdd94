// cspell:disable
/** Indonesian and Malay that tell it in a few words of which most are English, which the letters alone take for English. */

/** Written in no other language that reviews are in: two of them tell, or one with a small word beside it. */
export const sureWords = `
  aplikasi aplikasinya bagus tapi tetapi sering banget nggak enggak ngga gak udah sudah tidak tdk bisa bisanya kenapa knp lemot
  kalau kalo saya masuk padahal mohon tolong perbaiki jangan susah mantap keren makasih terimakasih gimana bagaimana setelah harus
  dibuka dipakai diperbaiki digunakan pembaruan sangat sekali lambat gagal uang banyak selalu belum cuma trus dong sih
`;

/** Indonesian beside such a word; by themselves they are words of other languages. */
export const smallWords = "nya ini itu yang yg dan di ke pas mau ada aku terus malah lagi aja saja juga dari buat";
