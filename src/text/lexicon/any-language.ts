/** Words and symbols that belong to no language alone. */
import type { Opinions } from "./lexicon.ts";

/** Symbols that are feelings by themselves. */
export const symbols: Opinions = {
  strongPraise: "😍 🥰 ❤ 💖 💕 💯 🤩 ♥ 💗 🏆 😘 💙 💚 💜 🧡 💛",
  praise: "👍 😀 😃 😄 😁 😊 🙂 😎 👌 👏 🙏 🎉 ✨ ⭐ 🌟 ✅ 🔥 💪 😇 ☺ 🤗 😋 ✌ 🥳 🤝 🙌",
  blame: "👎 😞 😔 😟 😕 🙁 ☹ 😣 😖 😫 😩 😢 😭 😒 🙄 😑 😐 😏 😬 ❌ 😓 😥 😰 🥺 🤦 😪 🥱 🤨",
  strongBlame: "😠 😡 🤬 🤮 🤢 💩 🖕 😤 👿 💔 🤡",
};

/** Words that people of all languages write: short texts of these and of English words are English. */
export const everywhere = `
  ok okay okey okk okkk k kk app apps lol lmao omg wow thx thnx tnx pls plz plzz gud hmm hmmm yup yep nope nah no
  bro wifi
`;

/** Abbreviations and sounds that people mean, though they look like a hand drummed over the keys. */
export const vowelless = "https html xhtml hmmm hmmmm pfff pffff psst brrr grrr shhh ptdr nvrmd tmrw thnks wldnt dnt";
