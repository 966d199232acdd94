/** An app model in a file. */
import { AppModel } from "../model/app-model.ts";
import { plainIssue } from "../model/plain-issue.ts";
import { readJsonFile } from "./files.ts";
import { CommandFailed, type Shell } from "./shell.ts";

/** `name` replaces the file's own. */
export async function readAppModel(shell: Shell, file: string, name?: string): Promise<AppModel> {
  const value = await readJsonFile(shell, file);
  const named = name === undefined || typeof value !== "object" ? value : { ...value, name };
  const model = AppModel.safeParse(named);
  if (model.success) return model.data;
  const problems = model.error.issues.map((issue) => `${issue.path.join(".") || "file"}: ${plainIssue(issue)}`);
  throw new CommandFailed(`${file} is no app model:\n  ${problems.join("\n  ")}`);
}
