/** From what the statement reader found to the statements of an insight: named, titled, ranked. */
import { type Priority, priorities, priorityRank, type Statement } from "../model/insight.ts";
import { gravestOf } from "../model/statements.ts";
import { extractFeatureRequests } from "../text/feature-requests.ts";
import { ASKS_REPAIR, ONLY_ASKS_REPAIR, ONLY_MISSING } from "../text/lexicon/en/repair-words.ts";
import { EXPOSED, NOTHING_WORKS, PARTLY } from "../text/lexicon/en/total-words.ts";
import { heededFailures } from "../text/statements/plain-failures.ts";
import type { ReadStatement, Span, StatementReading } from "../text/statements/reader.ts";
import { isQuick, isResolved, resolvedSentence } from "../text/statements/resolution.ts";
import { saysNothing } from "../text/statements/span.ts";
import { failureHarm } from "../text/titles/failure-harm.ts";
import { isThing, nameable } from "../text/titles/noun-phrase.ts";
import { OWNED, type TitledStatement } from "../text/titles/objects.ts";
import { nameAsApp } from "../text/titles/own-name.ts";
import { CLEAR_FAILURE_SHARE, titleOf } from "../text/titles/title.ts";
import { toldObject } from "../text/titles/told-objects.ts";

/** A failure that takes money, data, safety or all use is as grave as it says, when it is told so surely. */
const SURE_FAILURE = 0.5;
/**
 * From this share on a gloss's likeliest failure is named: its crooked sentences spread the shares. On 2,100 invented rows in six
 * languages those below .3, from which English is named, are right in 44 of 100, and those below this in 27.
 */
const GLOSS_FAILURE_SHARE = 0.2;
const MOST_OBJECT_WORDS = 9;
/** With "Problems with" it is a title of six words. */
const MOST_TROUBLE_WORDS = 4;

/** What only says that something is asked for: "to be able to", "added an option to". */
const ASKING =
  /^(?:(?:please|pls|plz|kindly|few|to|with|be|being|been|have|having|able|allow|allowed|available|possible|implement|implementing|introduce|introducing|incorporate|add|added|adding|include|included|including|provide|provided|give|given|get|getting|us|me|in|back)\s+)*(?:(?:an?|the|some|any)\s+)?(?:(?:option|options|ability|possibility|feature|function|way|change|changes)\s+(?:to|of|for)\s+(?:(?:a|an|the)\s+)?)?/i;

/** That it would be welcome: "would be a real help". */
const WELCOME = /[,\s]+(?:would|could|will)\s+(?:be|help|make|save)\b.*$/i;
/** What the writer does is no thing to build: "I miss my train". */
const OF_THE_WRITER = /^(?:i|we|you|he|she|they)\b/i;

const topOf = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** What a wish asks for, in the text's own words; undefined when it names nothing. */
function wishOf(text: string, { start, end, object }: ReadStatement): string | undefined {
  const [found] = extractFeatureRequests(text.slice(start, end), [], "request");
  const said = found?.wish ?? text.slice(object?.start ?? start, object?.end ?? end).replace(/\s+/g, " ");
  if (OF_THE_WRITER.test(said)) return undefined;
  const thing = said.replace(ASKING, "").replace(WELCOME, "");
  return [thing, said].find((wish) => nameable(wish.replace(OWNED, " "), MOST_OBJECT_WORDS) !== undefined);
}

/** Nothing works at all: on the judged reviews, 28 of 39 that say so are critical. */
function isTotal(quote: string): boolean {
  const match = NOTHING_WORKS.exec(quote);
  return match !== null && !PARTLY.test(match[1]!);
}

/** What takes money, data, safety or all use. `rank`: that of the text so far. */
function isGrave(quote: string, { kind, failures }: ReadStatement, rank: number): boolean {
  const [top] = failures;
  if (kind !== "problem") return false;
  if (EXPOSED.test(quote)) return true;
  if (rank < priorityRank.High) return false;
  const isSure = top !== undefined && top.share >= SURE_FAILURE && failureHarm(top.name) === "Critical";
  return isSure || (top?.name === "data-lost" && top.share >= CLEAR_FAILURE_SHARE) || isTotal(quote);
}

/** Priority of the text: what the network says, never below what a sure failure does. */
export function priorityOf(text: string, reading: StatementReading): Priority {
  const said = topOf(reading.priority);
  const grave = reading.statements.some((one) => isGrave(text.slice(one.start, one.end), one, said));
  return grave ? "Critical" : priorities[said]!;
}

/** Of several problems of a text, people had coded 28 % of those below this (as log-odds): what surrounds a problem is not urgent. */
const DOUBTFUL = Math.log(0.4 / 0.6);
const isDoubtful = ({ evidence = 0 }: ReadStatement): boolean => evidence < DOUBTFUL;

const lesser = (a: Priority, b: Priority): Priority => (priorityRank[a] < priorityRank[b] ? a : b);

/** A title of one statement; of an unsure failure of a gloss, what it is about is all that is safe to say. */
function titled(statement: TitledStatement, app: string, isGloss: boolean): string {
  const { kind, object, failures } = statement;
  const isUnsure = isGloss && kind === "problem" && (failures[0]?.share ?? 0) < CLEAR_FAILURE_SHARE;
  const words = isUnsure && object !== undefined ? nameable(object, MOST_TROUBLE_WORDS) : undefined;
  return words !== undefined && isThing(words) ? `Problems with ${words.join(" ")}` : titleOf([statement], { app });
}

/** Who asks that a failure be put right tells of it; where the same is told as a problem too, once. What alone is missing is wanted. */
function withRepairs(text: string, read: readonly ReadStatement[]): readonly ReadStatement[] {
  const isRepair = ({ kind, start, end }: ReadStatement): boolean =>
    kind === "wish" && ASKS_REPAIR.test(text.slice(start, end));
  const telling = read.filter(({ start, end }) => !ONLY_ASKS_REPAIR.test(text.slice(start, end)));
  const heard = telling.length > 0 ? telling : read;
  const told = new Set(heard.flatMap(({ kind, failures }) => (kind === "problem" ? [failures[0]?.name] : [])));
  return heard.flatMap((one) => {
    if (ONLY_MISSING.test(text.slice(one.start, one.end))) return [{ ...one, kind: "wish" as const }];
    if (!isRepair(one)) return [one];
    return told.has(one.failures[0]?.name) ? [] : [{ ...one, kind: "problem" as const }];
  });
}

/** Whether it only names the app: "with Velo", "Velo has been". */
function isNamedOnly(quote: string, app: string): boolean {
  const rest = app === "" ? quote : quote.toLowerCase().replaceAll(app.toLowerCase(), " ");
  return rest.length < quote.length && saysNothing(rest);
}

/** The device that it happens on: "on my phone" before "S23 notifications". */
const ON_DEVICE = /\b(?:on|with|using) (?:(?:my|the|an?|our|your|both) )?(?:\p{L}+ ){0,2}$/iu;
const MODEL_NUMBER = /^(?=\S*\d)(?=\S*\p{L})\S+\s+(?=\p{L})/u;

/** What fails, in the text's own words. */
function objectIn(text: string, { start, end }: Span): string {
  const said = text.slice(start, end);
  const isAfter = MODEL_NUMBER.test(said) && ON_DEVICE.test(text.slice(Math.max(0, start - 60), start));
  return isAfter ? said.replace(MODEL_NUMBER, "") : said;
}

/** How it fails, where the app is called by its name: "Velo is not working" is the app's failure, not that of what it is named after. */
function failuresNamed({ kind, failures }: ReadStatement, quote: string, asApp: (text: string) => string) {
  const named = asApp(quote);
  return kind === "wish" || named === quote ? failures : heededFailures(named, failures);
}

/** Statements of `text` without their labels, and the quotes of those that tell of a problem that is over. */
export function statementsOf(
  text: string,
  reading: StatementReading,
  app: string,
  isGloss = false,
): { readonly statements: Statement[]; readonly resolved: string[] } {
  const resolved: string[] = [];
  const overall = priorityOf(text, reading);
  const asApp = nameAsApp(app);
  const statements = withRepairs(text, reading.statements).flatMap((read): Statement[] => {
    const { start, end, kind } = read;
    const quote = text.slice(start, end);
    const shown = shownIn(text, read);
    const failures = failuresNamed(read, quote, asApp);
    if (saysNothing(quote) || isNamedOnly(quote, app) || (kind === "problem" && isQuick(quote, reading.sentiment[0]!)))
      return [];
    if (kind === "problem" && isResolved(text, shown.start, shown.end)) {
      resolved.push(shown.quote);
      return [];
    }
    const [failure] = failures;
    const said = read.object && objectIn(text, read.object);
    const object = kind === "wish" ? wishOf(text, read) : (said ?? toldObject(failure?.name, quote));
    if (kind === "wish" && object === undefined) return [];
    return [
      {
        ...shown,
        kind,
        title: titled({ kind, quote, object, failures }, app, isGloss),
        ...(kind === "problem" &&
        failure !== undefined &&
        failure.share >= (isGloss ? GLOSS_FAILURE_SHARE : CLEAR_FAILURE_SHARE)
          ? { failure: failure.name }
          : {}),
        ...(object === undefined ? {} : { object }),
        priority: lesser(overall, kind === "wish" || isDoubtful(read) ? "Moderate" : failureHarm(failure?.name)),
      },
    ];
  });
  if (statements.length === 0 && resolved.length === 0) {
    const sentence = resolvedSentence(text);
    if (sentence !== undefined) resolved.push(sentence);
  }
  raiseGravest(statements, overall, reading);
  return { statements, resolved };
}

/** The statement as it is shown, with its whole clause. `gloss`: the part that was read, where that is less. */
function shownIn(
  text: string,
  { start, end, whole }: ReadStatement,
): Pick<Statement, "start" | "end" | "quote" | "gloss"> {
  const quote = text.slice(start, end);
  return whole === undefined
    ? { start, end, quote }
    : { ...whole, quote: text.slice(whole.start, whole.end), gloss: quote };
}

/** One statement is as grave as the text: of those equally grave by themselves, the one that most speaks for. */
function raiseGravest(statements: Statement[], overall: Priority, reading: StatementReading): void {
  const gravest = statements[gravestOf(statements)];
  if (gravest?.kind !== "problem") return;
  const evidence = new Map(reading.statements.map((one) => [(one.whole ?? one).start, one.evidence ?? 0]));
  const isAsGrave = ({ kind, priority }: Statement): boolean => kind === "problem" && priority === gravest.priority;
  const top = statements
    .filter(isAsGrave)
    .reduce((best, one) => (evidence.get(one.start)! > evidence.get(best.start)! ? one : best));
  statements[statements.indexOf(top)] = { ...top, priority: overall };
}
