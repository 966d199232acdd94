/** Whether what people name is the app itself: its name, a part of it written as a name, or a short form of it. */

/** Words that people put beside an app's name. */
const BESIDE = /^(?:the|this|your|app|apps|application)$/i;
const SHORTEST_ENDING = 3;

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** `writing`: how people write a word; names begin with a capital, other words don't. */
export function createOwnName(app: string, writing: (word: string) => string): (words: readonly string[]) => boolean {
  const name = lettersOf(app);
  return (words) => {
    const own = words.filter((word) => !BESIDE.test(word));
    const said = lettersOf(own.join(""));
    if (said.length < 2 || said[0] !== name[0]) return false;
    if (said === name) return true;
    // The first letter and the end of the name: nobody calls anything else like that.
    if (said.length > SHORTEST_ENDING && name.endsWith(said.slice(1)) && !name.endsWith(said)) return true;
    return own.every((word) => /^\p{Lu}/u.test(writing(word))) && isWithin(said, name);
  };
}
