/** Why a file can't be read at all, in words for whoever gave it. */
export class UnreadableTable extends Error {
  override name = "UnreadableTable";
}
