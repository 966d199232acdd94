/** An event in a row: when, what, and its data. */
import type { Event } from "../../../src/model/event.ts";
import { shorten } from "../format.ts";
import { t } from "../messages/translate.ts";
import { occurredAt } from "../steps.ts";
import { Code } from "./code.tsx";
import { Chip, Time, Written } from "./small.tsx";

const SHOWN_DATA = 160;

export const sessionPath = (id: string): string => `/sessions/${encodeURIComponent(id)}`;

export function EventData({ data, warnings }: Pick<Event, "data" | "warnings">) {
  const text = JSON.stringify(data);
  return (
    <>
      {text.length <= SHOWN_DATA ? (
        <code>
          <Written>{text}</Written>
        </code>
      ) : (
        <details>
          <summary>
            <Written>{shorten(text, SHOWN_DATA)}</Written>
          </summary>
          <Code text={JSON.stringify(data, null, 2)} />
        </details>
      )}
      {warnings !== undefined && warnings.length > 0 && (
        <p class="note">
          <Chip kind="priority-high">{t("events.warned")}</Chip>{" "}
          {warnings.map(({ field, message }) => `${field}: ${message}`).join("; ")}
        </p>
      )}
    </>
  );
}

export const EventRow = ({ event }: { readonly event: Event }) => (
  <tr>
    <th scope="row">
      <Time at={occurredAt(event)} />
    </th>
    <td>
      <b>
        <Written>{event.name}</Written>
      </b>
      <br />
      <span class="note">
        <Written>{event.category}</Written>
      </span>
    </td>
    <td>
      <EventData data={event.data} warnings={event.warnings} />
    </td>
    <td>
      <Written>{event.application}</Written>
    </td>
    <td>
      <a href={sessionPath(event.session_id)}>
        <Written>{shorten(event.session_id, 24)}</Written>
      </a>
    </td>
  </tr>
);
