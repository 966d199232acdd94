import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
import { orderShownBy, parseDate, readDate, whyNoDate } from "./dates.ts";

const iso = (value: string | number): string | undefined => {
  const seconds = readDate(value);
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString().replace(":00.000Z", "");
};

test("dates are read as people and programs write them", () => {
  const morning = [
    "2023-12-31 10:00",
    "2023-12-31T10:00:00.123456",
    "2023-12-31T12:00:00+02",
    "2023-12-31 10:00:00 +0000 UTC",
    "2023-12-31 10:00:00 UTC",
    "Sun, 31 Dec 2023 10:00:00 GMT",
    "Sun Dec 31 10:00:00 +0000 2023",
    "2023/12/31 11:00:00 AM GMT+1",
    "31.12.2023 10:00",
    "31.12.2023, 10:00 Uhr",
    "12/31/2023 10:00 AM",
    "31/12/23 10:00",
    "Dec 31, 2023 at 10 AM",
    "31 décembre 2023 10h00",
    "1704016800",
    "1704016800.0",
    "1704016800123",
    "1.7040168e+12",
    "20231231T100000Z",
    "/Date(1704016800000)/",
    "2023. 12. 31. 오전 10:00:00",
    "2023年12月31日 (日) 10:00",
    "31/12/2023 à 10h00",
    "31/12/2023 às 10:00",
    "31.12.2023 kl. 10.00",
    "31.12.2023 klo 10.00",
    "31-12-2023 10.00.00",
    "31 december 2023 om 10:00",
    "10:00 AM · Dec 31, 2023",
    "2023-12-31 at 10:00",
    "2023/12/31 上午10:00",
    "2023年12月31日 10时00分",
    "31 декабря 2023 г., 10:00",
  ];
  for (const text of morning) assert.equal(iso(text), "2023-12-31T10:00", text);
  const day = [
    "20231231",
    "31 Dec 2023",
    "December 31, 2023",
    "31-Dec-2023",
    "31-Dec-23",
    "31/12/2023",
    "12/31/2023",
    "31-12-2023",
    "2023.12.31",
    "31 декабря 2023 г.",
    "31 grudnia 2023",
    "31. prosince 2023",
    "31 грудня 2023",
    "31 Aralık 2023",
    "31 Desember 2023",
    "31 decembrie 2023",
    "2023. december 31.",
    "31. joulukuuta 2023",
    "31 Δεκεμβρίου 2023",
    "2023年12月31日星期日",
    "Rezension aus Deutschland vom 31. Dezember 2023",
    "Commenté en France le 31 décembre 2023",
    "Reseñado en España el 31 de diciembre de 2023",
    "Avaliado no Brasil em 31 de dezembro de 2023",
    "2023年12月31日に日本でレビュー済み",
    "12 31, 2023",
    "2023年12月31日",
    "31. Dezember 2023",
    "31 de diciembre de 2023",
  ];
  for (const text of day) assert.equal(iso(text), "2023-12-31T00:00", text);
});

test("what may be two days is none, and both are named; who knows the order says it", () => {
  assert.deepEqual(parseDate("05-03-2025"), { either: ["2025-03-05", "2025-05-03"] });
  assert.match(whyNoDate("05-03-2025"), /"05-03-2025" may be 2025-03-05 or 2025-05-03/);
  assert.equal(readDate("05-03-2025"), undefined);
  assert.equal(readDate("05-03-2025", "day"), Date.UTC(2025, 2, 5) / 1000);
  assert.equal(readDate("05-03-2025", "month"), Date.UTC(2025, 4, 3) / 1000);
  assert.equal(iso("05-05-2025"), "2025-05-05T00:00");
});

test("what ends in a year is not therefore a date", () => {
  for (const text of [
    "Version-2025",
    "order 7-1999",
    "1/2-2025",
    "2 months ago",
    "yesterday",
    "Q1 2024",
    "31-02-2024",
    "2024-13-01",
    "12:30",
    "",
    "5.2.2025.1",
    "+012345-01-01",
    "1969-12-31",
  ]) {
    assert.equal(parseDate(text), undefined, text);
    assert.match(whyNoDate(text), /is no date that can be read/);
  }
});

test("a value whose first or second number is past twelve shows what stands first", () => {
  assert.equal(orderShownBy("20-03-2025"), "day");
  assert.equal(orderShownBy("3/20/2025 9:05 PM"), "month");
  for (const text of ["05-03-2025", "2025-03-20", "20 March 2025", "3-Apr-2025"])
    assert.equal(orderShownBy(text), undefined, text);
});

test("no answer depends on the machine's time zone", () => {
  const texts = [
    "05-05-2025",
    "3-Apr-2025 23:30",
    "2023-12-31 10:00",
    "Dec 31, 2023",
    "31.12.2023",
    "Sun Dec 31 10:00:00 2023",
  ];
  const program = `import { readDate } from ${JSON.stringify(new URL("./dates.ts", import.meta.url).href)};
    console.log(JSON.stringify(${JSON.stringify(texts)}.map((text) => readDate(text))))`;
  const answers = ["UTC", "Asia/Kolkata", "America/Los_Angeles"].map((TZ) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      env: { ...process.env, TZ },
      encoding: "utf8",
    }),
  );
  assert.equal(new Set(answers).size, 1);
  assert.ok(!answers[0]!.includes("null"));
});

test("every moment is read back from what JavaScript writes of it", () => {
  const moment = fc.date({ min: new Date(0), max: new Date("2099-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(moment, (date) => {
      const seconds = Math.floor(date.getTime() / 1000);
      assert.equal(readDate(date.toISOString()), seconds);
      assert.equal(readDate(date.toUTCString()), seconds);
    }),
  );
});

test("any text is answered, and soon", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 120 }),
      (text) => readDate(text) === undefined || Number.isInteger(readDate(text)),
    ),
  );
  const started = processorTime();
  for (const piece of ["1", "1/", " ", "a", "-", "1 ", "(", "., "]) parseDate(piece.repeat(50_000));
  assert.ok(processorTime() - started < 100);
});
