// cspell:disable
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { createLanguageDetector } from "./language.ts";

const model = readFileSync(new URL("../../models/language.bin", import.meta.url));
const detect = createLanguageDetector(model);
const says = (expected: string, ...texts: string[]): void => {
  for (const text of texts) assert.equal(detect(text).lang, expected, text);
};

describe("language", () => {
  it("names the language of a sentence by its ISO 639-1 code", () => {
    says("en", "The app closes every time I open my messages");
    says("de", "Die App stürzt ab, sobald ich sie öffne");
    says("fr", "L'application ne fonctionne plus depuis la mise à jour");
    says("ru", "Приложение перестало работать после обновления");
    says("ja", "アプリが起動しません");
    says("ar", "التطبيق لا يعمل بعد التحديث الأخير");
  });
  it("takes a few English words for English", () => {
    says("en", "good app", "Nice", "app crashed", "very useful", "keeps freezing pls fix");
  });
  it("takes words that are written everywhere for English when nothing else stands beside them", () => {
    says("en", "ok", "Okay.", "app", "ok app", "lol", "no", "K");
    says("de", "App ok, aber langsam und stürzt ab");
  });
  it("says hi-Latn to romanised Hindi, also when mixed with English", () => {
    says("hi-Latn", "paisa kat gaya lekin recharge nahi hua", "app bahut slow hai please update karo", "bahut accha");
    says("hi-Latn", "The new version is slow and the payment fails, paisa wapas kab milega batao, please fix it soon");
  });
  it("hears Hindi in a short text of mostly English nouns", () => {
    says("hi-Latn", "App bahut slow hai please fix it", "Very good app lekin ads bahut zyada hai", "ye app best hai");
    says("en", "time waste app", "please fix the app, it is so slow", "Great app but too many ads");
  });
  it("hears Hindi of a few words as people write it in a hurry", () => {
    says("hi-Latn", "nice app h but thoda slow h", "maza aa gaya", "mja aa gya", "acha h", "bakwas app h", "accha app");
    says("hi-Latn", "app khul nhi rha h", "login ni ho rha", "slow h but acha h", "mast app h bhai", "ghatiya app");
    says("en", "press h to go home", "use h264 please", "nice app h", "I have a mac and it lags", "the chai was nice");
    says(
      "en",
      "aa batteries drain",
      "has the ho scale model trains",
      "karma app is nice",
      "so nice app, my baby loves it",
    );
    says("pt", "ele acha que é bom", "acha");
  });
  it("tells Bengali, Tagalog and Indonesian in Latin letters from English and Hindi, with English nouns too", () => {
    says("bn-Latn", "app ta khub bhalo kintu slow", "khub bhalo app", "ami app ta khulte parchi na");
    says("bn-Latn", "apnar app bhalo kintu ads beshi", "update korar por login hocche na", "ekdom baje app");
    says("tl", "ang ganda ng app na to pero laging nagla-lag", "sobrang bagal ng app please ayusin nyo");
    says("tl", "nag crash yung app pag open ko", "hindi gumagana ang payment", "bakit ayaw mag login ng account ko");
    says("id", "aplikasinya bagus but sometimes error", "aplikasi nya lemot banget, login error terus");
    says("id", "app nya bagus tapi sering error pas login", "tolong fix bug login nya dong", "bagus app nya");
    says("hi-Latn", "ye app ekdum bakwas hai", "khub accha app hai bhai", "app na khule to kya kare, bahut slow");
    says(
      "en",
      "the taka sign is missing in the app",
      "my bhalo restaurant order never came",
      "keren is the name of my dog, nice app",
    );
  });
  it("takes no other language for Bengali by words that both have", () => {
    says("es", "App muy buena para tomar agua por la mañana", "no deja tomar fotos por whatsapp");
    says("pt", "Não me deixa tomar decisões na minha conta", "lembra de tomar agua na hora");
    says("nl", "Koren er niet");
  });
  it("leaves English with a borrowed word English", () => {
    says("en", "I added one lakh rupees to my wallet and the masala chai shop did not get it");
  });
  it("says Indonesian to Malay and Indonesian", () => {
    says(
      "id",
      "Aplikasi ini tidak bisa dibuka setelah pembaruan",
      "Aplikasi ini tidak boleh dibuka selepas kemas kini",
    );
  });
  it("knows languages that eld lacks", () => {
    says("sw", "Programu hii haifanyi kazi vizuri kwenye simu yangu");
    says("cy", "Dydy'r ap ddim yn gweithio ar fy ffôn i");
    says("ga", "Níl an aip ag obair ar mo ghuthán");
    says("af", "Hierdie toepassing werk nie meer op my foon nie");
    says("kk", "Қолданба жаңартудан кейін жұмыс істемейді");
    says("zu", "Ngifuna ukuthi lolu hlelo lusebenze kahle");
    says("km", "ខ្ញុំចូលចិត្តកម្មវិធីនេះ");
    says("my", "ကျွန်ုပ် ဒီအက်ပ်ကို ကြိုက်တယ်");
  });
  it("is undetermined where there is nothing to go on", () => {
    says("und", "", "   ", "12345", "!!! ???", "👍👍👍", "asdfgh jkl", "sdfsdfsdf hjkhjk", "a".repeat(61));
    says("und", "https://example.com/a/b?c=d", "www.example.com", " https://t.co/abc http://t.co/d ");
  });
  it("gives the same answer again, with a confidence from 0 to 1", () => {
    for (const text of ["good app", "Die App stürzt ab", "paisa wapas karo", ""]) {
      const first = detect(text);
      detect("something else in between");
      assert.deepEqual(detect(text), first);
      assert.ok(first.confidence >= 0 && first.confidence <= 1);
    }
  });
  it("takes linear time on any input", () => {
    const started = processorTime();
    const long = [
      "a".repeat(50_000),
      "漢".repeat(350_000),
      "\ud800".repeat(50_000),
      "é".repeat(50_000),
      `${"a".repeat(61)} `.repeat(800),
    ];
    for (const text of long) for (let round = 0; round < 5; round++) detect(text);
    assert.ok(processorTime() - started < 1_000);
  });
  it("refuses a file that is no language model, or is cut short", () => {
    assert.throws(() => createLanguageDetector(new Uint8Array(4)), /not a language model/);
    assert.throws(() => createLanguageDetector(model.subarray(0, 100_000)), /cut short/);
  });
});
