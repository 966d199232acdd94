/** A table with its name: scrolls by itself where it is wider than there is room. */
import type { ComponentChildren } from "preact";
import { t } from "../messages/translate.ts";

export interface Column {
  /** Where several may have one title. */
  readonly key?: string;
  readonly title: string;
  readonly isNumber?: boolean;
}

interface DataTableProps {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The rows. */
  readonly children: ComponentChildren;
}

export const DataTable = ({ name, columns, children }: DataTableProps) => (
  <section class="scroll" tabIndex={0} aria-label={t("table.of", { name })}>
    <table>
      <caption class="visually-hidden">{name}</caption>
      <thead>
        <tr>
          {columns.map(({ key, title, isNumber }) => (
            <th key={key ?? title} scope="col" class={isNumber ? "number" : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
);

interface FactsProps {
  readonly rows: readonly (readonly [name: string, value: ComponentChildren] | undefined)[];
}

/** Names with what is known of each; those that are undefined are left out. */
export const Facts = ({ rows }: FactsProps) => (
  <table class="plain">
    <tbody>
      {rows.map(
        (row) =>
          row !== undefined && (
            <tr key={row[0]}>
              <th scope="row">{row[0]}</th>
              <td>{row[1]}</td>
            </tr>
          ),
      )}
    </tbody>
  </table>
);
