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

/** Names are written apart from so many letters on: shorter ones are parts of words. */
const SHORTEST_APART = 6;

type NameTidier = <T extends Named>(statement: T) => T;

interface Named {
  readonly quote: string;
  readonly object?: string;
}

/**
 * Puts the app's name together where people write it apart ("face book"), and takes it away from what is called by it ("Velo tickets",
 * "tickets of Velo"): within the app it says nothing. What was only a part of the name is no object any more.
 */
export function createNameTidier(app: string): NameTidier {
  if (last?.app !== app) last = { app, tidier: tidierOf(app) };
  return last.tidier;
}

/** The words of a name: of one that is written together they begin with capitals. */
const NAME_PARTS = /[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u;
const SHORTEST_CALLED = 3;

/** The text with "app" where it names the app, also by the first letter of its first word and the rest: "V-Ride" of "Velo Ride". */
export function nameAsApp(app: string): (text: string) => string {
  if (lastNamed?.app !== app) lastNamed = { app, asApp: asAppOf(app) };
  return lastNamed.asApp;
}

let lastNamed: { readonly app: string; readonly asApp: (text: string) => string } | undefined;

function asAppOf(app: string): (text: string) => string {
  const parts = app.split(NAME_PARTS).filter((part) => part !== "");
  const [first = "", ...rest] = parts;
  const ways = [parts, rest.join("").length >= SHORTEST_CALLED ? [first.slice(0, 1), ...rest] : []];
  const written = ways.filter((way) => way.join("").length >= SHORTEST_CALLED).map((way) => way.join("[ -]?"));
  if (written.length === 0) return (text) => text;
  const named = new RegExp(`(?<![\\p{L}\\p{N}])(?:${written.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return (text) => text.replace(named, "app");
}

/** The last one made: the statements of one app come one after the other. */
let last: { readonly app: string; readonly tidier: NameTidier } | undefined;

function tidierOf(app: string): NameTidier {
  const letters = app.replace(/[^\p{L}\p{N}]+/gu, "");
  if (letters.length < SHORTEST_APART) return (statement) => statement;
  const name = `(?<![\\p{L}\\p{N}])${[...letters].join("[ -]?")}(?![\\p{L}\\p{N}])`;
  const all = new RegExp(name, "giu");
  const before = new RegExp(
    `^(?:(?:the|this|your|my) )?${name}(?:['’]s)?(?: (?:app|in|on|for|to|with))* (?=\\S)`,
    "iu",
  );
  const behind = new RegExp(` (?:of|from|in|on|to|with|by|for)(?: the| this| your)? ${name}(?: app)?$`, "iu");
  return (statement) => {
    const quote = statement.quote.replace(all, app);
    const { object } = statement;
    if (object === undefined) return quote === statement.quote ? statement : { ...statement, quote };
    const bare = object.replace(all, app).replace(before, "").replace(behind, "");
    if (quote === statement.quote && bare === object) return statement;
    const { object: _, ...rest } = statement;
    const isThere = quote.toLowerCase().replaceAll(app.toLowerCase(), " ").includes(bare.toLowerCase());
    return (isThere ? { ...rest, quote, object: bare } : { ...rest, quote }) as typeof statement;
  };
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
