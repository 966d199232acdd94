/** What values of settings have in common: nothing is filled in as a shell would, and quotation marks are not part of them. */
import { z } from "zod";

/** Nothing is filled in here, as a shell would: a folder of that very name would be made. */
export const path = z
  .string()
  .max(4_096)
  .refine((value) => !value.startsWith("~"), "~ stands for no folder here: write the whole path")
  .refine((value) => !/^\$\w|%\w+%/.test(value), "no variable is filled in here: write the whole path");

/** What is no setting's value, whatever the setting; undefined where it may be one. */
export function strayText(value: string): string | undefined {
  if (/[\u0000-\u001f\u007f]/.test(value)) return "holds a line break or another control character";
  if (/^["'`\u2018-\u201f]|["`\u2018-\u201f]$/.test(value))
    return "begins or ends with a quotation mark: use a pair of plain ones, or none";
  if (/\$\{\w+\}/.test(value)) return "no variable is filled in here: write the value itself";
  return undefined;
}
