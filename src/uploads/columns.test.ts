/** Files of responses as survey tools write them: every column finds its question, what none asks for is kept, nothing becomes an answer that is none. */
// cspell:ignore ffef
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAnswers } from "../forms/check-answers.ts";
import { makeContent } from "../forms/make-form.ts";
import { FormInput } from "../model/form.ts";
import type { AnswerInput } from "../model/response.ts";
import { questionOfName, readHeader, responseOfRow, shownColumns } from "./columns.ts";
import { openRows } from "./rows.ts";
import { surveyStyles } from "./styles.ts";

const made = makeContent(
  FormInput.parse({
    title: "Visit",
    questions: [
      { id: "name", question_text: "Your name", question_type: "text" },
      { id: "stars", question_text: "How was it?", question_type: "rating" },
      { id: "amount", question_text: "Amount", question_type: "number" },
      { id: "day", question_text: "Date of visit", question_type: "date" },
      {
        id: "likes",
        question_text: "What did you like?",
        question_type: "mcq",
        multiple: true,
        choices: [
          { id: "r", choice_text: "Red" },
          { id: "b", choice_text: "Blue" },
          { id: "g", choice_text: "Green, dark" },
        ],
      },
    ],
  }),
);
assert.ok("content" in made);
const { questions } = made.content;

interface ReadRow {
  readonly id?: unknown;
  readonly submitted_at?: unknown;
  readonly metadata?: unknown;
  /** What was answered, or what is wrong. */
  readonly said: unknown;
}

/** Each row as it would be taken, and what the columns became. */
async function read(text: string): Promise<{ rows: ReadRow[]; columns: string[]; header: readonly string[] }> {
  const bytes = Buffer.from(text);
  const source = {
    name: "text/csv",
    async *open(from = 0) {
      yield bytes.subarray(from);
    },
  };
  const file = await openRows(source, questionOfName(questions));
  const header = file.header!;
  const targets = readHeader(header, questions)!;
  const styles = await surveyStyles(targets, file.rows(), new AbortController().signal);
  const rows: ReadRow[] = [];
  for await (const row of file.rows()) {
    assert.ok("cells" in row);
    const { answers, ...own } = responseOfRow(targets, row.cells, styles).input;
    const styleOf = (id: string) =>
      styles[targets.findIndex((target) => target !== "ignored" && "question" in target && target.question.id === id)];
    const checked = checkAnswers(questions, answers as AnswerInput[], styleOf);
    const said =
      "errors" in checked
        ? checked.errors.map(({ message }) => message)
        : Object.fromEntries(
            checked.answers.map(({ question, answer_text: text, selected_choices: many }) => [question, text ?? many]),
          );
    rows.push({ ...own, said });
  }
  return { rows, header, columns: shownColumns(header, targets, styles).map(({ becomes }) => becomes) };
}

test("Google Forms: its moment is that of the response, choices stand with commas", async () => {
  const { rows } = await read(
    '"Timestamp","Your name","How was it?","What did you like?","Date of visit"\r\n' +
      '"2024/03/05 9:12:44 AM GMT+1","Ana","4","Red, Green, dark","1/25/2024"\r\n' +
      '"2024/03/06 2:12:44 PM GMT+1","Bo","5","Blue","2/3/2024"\r\n',
  );
  assert.deepEqual(rows, [
    {
      submitted_at: "2024/03/05 9:12:44 AM GMT+1",
      said: { name: "Ana", stars: "4", day: "2024-01-25", likes: ["r", "g"] },
    },
    {
      submitted_at: "2024/03/06 2:12:44 PM GMT+1",
      said: { name: "Bo", stars: "5", day: "2024-02-03", likes: ["b"] },
    },
  ]);
});

test("Qualtrics: none of its three header lines is a response", async () => {
  const { rows, header } = await read(
    'StartDate,ResponseId,RecordedDate,Q1,Q2\n"Start Date","Response ID","Recorded Date","Your name","How was it?"\n' +
      '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""recordedDate""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n' +
      "2024-03-05 09:10:00,R_1abc,2024-03-05 09:12:05,Ana,4\n",
  );
  assert.deepEqual(header, ["StartDate", "ResponseId", "RecordedDate", "Your name", "How was it?"]);
  assert.deepEqual(rows, [
    {
      id: "R_1abc",
      submitted_at: "2024-03-05 09:12:05",
      metadata: { StartDate: "2024-03-05 09:10:00" },
      said: { name: "Ana", stars: "4" },
    },
  ]);
});

test("SurveyMonkey: the second line names the choices; a moment that may be two stays as it was written", async () => {
  const { rows, columns } = await read(
    "Respondent ID,End Date,Your name,How was it?,What did you like?,,\n" +
      ',,Open-Ended Response,Response,Red,Blue,"Green, dark"\n' +
      '118000000001,03/05/2024 09:12:00 AM,Ana,4,Red,,"Green, dark"\n',
  );
  assert.deepEqual(rows, [
    {
      id: "118000000001",
      metadata: { "End Date": "03/05/2024 09:12:00 AM" },
      said: { name: "Ana", stars: "4", likes: ["r", "g"] },
    },
  ]);
  assert.deepEqual(columns, ["id", "metadata", "answer", "answer", "choice", "choice", "choice"]);
});

test("Typeform: a column for each choice is called as the choice alone", async () => {
  const { rows } = await read(
    "#,Your name,Red,Blue,Other,Submit Date (UTC)\nabc,Ana,Red,,mine,2024-03-05 09:13:44\ndef,Bo,,,,2024-03-05 09:14:44\n",
  );
  assert.deepEqual(rows, [
    {
      id: "abc",
      submitted_at: "2024-03-05 09:13:44",
      metadata: { Other: "mine" },
      said: { name: "Ana", likes: ["r"] },
    },
    { id: "def", submitted_at: "2024-03-05 09:14:44", said: { name: "Bo" } },
  ]);
});

test("KoboToolbox and ODK: choices stand in one cell with blanks, and in a column each", async () => {
  const kobo = await read(
    '"Your name";"What did you like?";"What did you like?/Red";"What did you like?/Blue";"_id";"_uuid";"_submission_time"\n' +
      '"Ana";"Red Blue";"1";"1";"7";"c0ffee";"2024-03-05 08:12:10"\n"Bo";"";"0";"0";"8";"c0ffef";"2024-03-05 08:13:10"\n',
  );
  assert.deepEqual(kobo.rows, [
    {
      id: "c0ffee",
      submitted_at: "2024-03-05 08:12:10",
      metadata: { _id: "7" },
      said: { name: "Ana", likes: ["r", "b"] },
    },
    { id: "c0ffef", submitted_at: "2024-03-05 08:13:10", metadata: { _id: "8" }, said: { name: "Bo" } },
  ]);
  const odk = await read("SubmissionDate,name,likes,meta-instanceID\n2024-03-05T08:12:10.000Z,Ana,r g,uuid:1\n");
  assert.deepEqual(odk.rows, [
    { id: "uuid:1", submitted_at: "2024-03-05T08:12:10.000Z", said: { name: "Ana", likes: ["r", "g"] } },
  ]);
});

test("a header may stand below other lines, or twice with ids and texts; a file's own id and moment come first", async () => {
  assert.deepEqual((await read("Results of 2024\nmade by; me\n\nYour name;stars\nAna;4\n")).rows, [
    { said: { name: "Ana", stars: "4" } },
  ]);
  const twice = await read("name,stars,Respondent ID,id\nYour name,How was it?,,\nAna,4,9,x\n");
  assert.deepEqual(twice.rows, [{ id: "x", metadata: { "Respondent ID": "9" }, said: { name: "Ana", stars: "4" } }]);
  // A person may well be called as the question.
  assert.equal((await read("name,stars\nYour name,4\nBo,3\n")).rows.length, 2);
});

test("a response is no second header, though it begins with nothing and goes on below no name", async () => {
  const { rows } = await read("Your name,stars,,\n,4,x,y\nBo,3,,\n");
  assert.deepEqual(rows, [
    { metadata: { "column 3": "x", "column 4": "y" }, said: { stars: "4" } },
    { said: { name: "Bo", stars: "3" } },
  ]);
});

test("two columns of one name lose nothing, whether a question has it or not, and no name is too odd", async () => {
  const { rows } = await read("Your name,Your name,Extra,Extra,__proto__\n,Ana,1,2,p\nBo,Cy,,,\nDi,Di,,,\n");
  assert.deepEqual(rows, [
    { metadata: { Extra: "1", "Extra (2)": "2", _proto_: "p" }, said: { name: "Ana" } },
    { metadata: { "Your name (2)": "Cy" }, said: { name: "Bo" } },
    { said: { name: "Di" } },
  ]);
});

test("what one value leaves open another of its column shows; where none does, it is refused with both", async () => {
  const numbers = await read("name;amount\na;1.234\nb;12,5\nc;1.234,50\n");
  assert.deepEqual(
    numbers.rows.map(({ said }) => (said as { amount: string }).amount),
    ["1234", "12.5", "1234.5"],
  );
  const days = await read("name,day\na,03/04/2024\nb,25/12/2024\nc,1.2.2024\n");
  assert.deepEqual(
    days.rows.map(({ said }) => (said as { day: string }).day),
    ["2024-04-03", "2024-12-25", "2024-02-01"],
  );
  const serials = await read("name,day\na,45291\nb,45292\n");
  assert.deepEqual(
    serials.rows.map(({ said }) => (said as { day: string }).day),
    ["2023-12-31", "2024-01-01"],
  );
  for (const other of ["1.2.2024", "12/25/2024,\nd,25/12/2024"]) {
    const [first] = (await read(`name,day\na,03/04/2024\nb,${other}\n`)).rows;
    assert.deepEqual(first!.said, ['"03/04/2024" may be 2024-04-03 or 2024-03-04: write it as YYYY-MM-DD']);
  }
});

test("what programs write for nothing is no answer, but where people may have said it", async () => {
  const { rows } = await read(
    "#,Your name,stars,day,What did you like? [Red]\n#N/A,None,NaN,NaT,N/A\n7,x,4,2024-01-05,Yes\n",
  );
  assert.deepEqual(rows, [
    { said: { name: "None" } },
    { id: "7", said: { name: "x", stars: "4", day: "2024-01-05", likes: ["r"] } },
  ]);
});

test("a text that was written as a formula, so that a spreadsheet keeps it, is that text", async () => {
  assert.deepEqual((await read('name,stars\n"=""+447700900123""",4\n')).rows, [
    { said: { name: "+447700900123", stars: "4" } },
  ]);
});
