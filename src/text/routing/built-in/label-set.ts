/** The shape of the built-in labels: a first-order label with sample sentences for each of its second-order labels. */
export interface LabelSet {
  readonly name: string;
  /** sample sentences by name of the second-order label; the names are unique over all sets */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}
