/** Why a file can't be read at all, in words for whoever gave it: they begin with its name. */
export class UnreadableTable extends Error {
  override name = "UnreadableTable";
}

/** A file of an archive that can't be read, beside others that can. */
export interface UnreadableFile {
  /** The archive's name, with that of the file in it. */
  readonly name: string;
  readonly unreadable: string;
}

/** What is said of it, without the name that it begins with. */
export function asUnreadable(name: string, { message }: UnreadableTable): UnreadableFile {
  const rest = message.startsWith(name) ? message.slice(name.length) : `: ${message}`;
  return { name, unreadable: rest.startsWith(":") ? rest.slice(1).trim() : `it${rest}` };
}

/** What stands for the file where its records would be: the daemon refuses it, counts it and keeps it. */
export const unreadableRecord = ({ name, unreadable }: UnreadableFile): string =>
  `${name} can't be read: ${unreadable}`;
