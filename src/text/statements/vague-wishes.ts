/** A reader of statements that takes nothing for a wish that only asks for more or better: "it can be improved a lot". */
import { VAGUE_WISH } from "../lexicon/en/wish-words.ts";
import type { StatementReader } from "./reader.ts";

export const withoutVagueWishes =
  (read: StatementReader): StatementReader =>
  (input) => {
    const reading = read(input);
    const statements = reading.statements.filter(
      ({ kind, start, end }) => kind === "problem" || !VAGUE_WISH.test(input.text.slice(start, end)),
    );
    return statements.length === reading.statements.length ? reading : { ...reading, statements };
  };
