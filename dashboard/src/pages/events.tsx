/** Events: those that match, the visits that they belong to, what was wrong with them, and what they should look like. */
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { PageHead } from "../parts/small.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Errors } from "./event-errors.tsx";
import { EventList } from "./event-list.tsx";
import { EventTypes } from "./event-types.tsx";
import { SessionList } from "./session-list.tsx";

const parts = { events: EventList, sessions: SessionList, errors: Errors, types: EventTypes } as const;
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

export default function Events(props: PageProps) {
  const { path, query } = props;
  const shown = names.find((name) => name === query.get("show")) ?? "events";
  const Shown = parts[shown];
  return (
    <>
      <PageHead title={t("nav.events")} lead={t("events.lead")} />
      <Tabs
        label={t("events.parts")}
        path={path}
        current={shown}
        tabs={names.map((name) => [name, t(`events.show.${name}`)] as const)}
      />
      <Shown {...props} />
    </>
  );
}
