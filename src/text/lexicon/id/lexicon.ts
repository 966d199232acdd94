/** Indonesian: enough to tell that a text is in it. */
import type { Lexicon } from "../lexicon.ts";

export const id: Lexicon = {
  frequent: `
    yang dan ini itu tidak sangat sudah dengan untuk barang dari ada saya juga tapi bisa sesuai nya ga gak yg udah
    belum kurang bagus cepat tp dgn produk pengiriman harga banget mantap terima kasih sy di tdk karena
  `,
  functionWords: "dan untuk dengan yang di ke anda",
};
