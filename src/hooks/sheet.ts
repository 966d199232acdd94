/** Hook: appends each response to a CSV file of its form, `DATA_DIR/sheets/<tenant>/<form>-v<version>.csv`, for whoever keeps a sheet of them. At least once: after a crash a row may stand there twice, under the same id. */
import { appendFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../folders.ts";
import { shownResponse } from "../forms/documents.ts";
import { responsesAsCsv } from "../forms/response-table.ts";
import { type Hook, settingsOf } from "./hook.ts";

const NAME = "sheet";

export const createSheetHook = (dataDir: string): Hook<"response.stored"> => {
  /** One row at a time, so that the header is written once. */
  let last: Promise<void> = Promise.resolve();

  return {
    name: NAME,
    on: "response.stored",
    wants: (form) => settingsOf(form, NAME).length > 0,
    async run({ response, form }, { tenant }) {
      const folder = join(dataDir, "sheets", tenant);
      // Of one version, so that every row has the columns of the header.
      const file = join(folder, `${form.id}-v${form.version}.csv`);
      const append = async (): Promise<void> => {
        await makeFolder(folder);
        const isNew = await stat(file).then(
          ({ size }) => size === 0,
          () => true,
        );
        async function* one() {
          yield shownResponse(response);
        }
        const lines: string[] = [];
        for await (const line of responsesAsCsv(form.questions, one())) lines.push(line);
        await appendFile(file, (isNew ? lines : lines.slice(1)).join(""));
      };
      const mine = last.then(append, append);
      last = mine.catch(() => undefined);
      await mine;
    },
  };
};
