/** What failed for good, queue by queue: when, why and what, and running it again or deleting it. */
import { useState } from "preact/hooks";
import type { DeadLetterView, Redriven } from "../../../src/operations/dead-letters.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import type { HealthView } from "../../../src/operations/views/health.ts";
import { ask, useData } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { shorten } from "../format.ts";
import { t } from "../messages/translate.ts";
import { textOfMessage } from "../record-text.ts";
import { address, addressWith, type Place } from "../router.ts";
import { Button } from "./button.tsx";
import { named, Time, Written } from "./small.tsx";
import { Empty, ProblemNote, WhenLoaded } from "./states.tsx";
import { UndoNotice, useUndoable } from "./undoable.tsx";

type Count = HealthView["dead"][number];
type Where = Pick<Place, "path" | "query">;
/** Without ids: all of the queue. */
interface Chosen {
  readonly ids?: readonly string[];
}

const PAGE = "10";
const SHOWN_TEXT = 200;

const queueApi = (queue: string): string => `/api/v1/dead/${encodeURIComponent(queue)}`;

interface LineProps {
  readonly letter: DeadLetterView;
  readonly isBusy: boolean;
  readonly redrive: () => void;
  readonly remove: () => void;
}

function Letter({ letter, isBusy, redrive, remove }: LineProps) {
  const { at, reason, app, source, records, body } = letter;
  return (
    <li class="insight">
      <p class="meta">
        <Time at={at} />
        {app !== "" && <Written>{app}</Written>}
        {source !== "" && <Written>{named("source", source)}</Written>}
        <span>{t("quarantine.count", { count: records })}</span>
      </p>
      <p>
        <b>
          <Written>{reason}</Written>
        </b>
      </p>
      <p class="text">
        <Written>{shorten(textOfMessage(body), SHOWN_TEXT)}</Written>
      </p>
      <p class="tools">
        <Button type="button" isOff={isBusy} onClick={redrive}>
          {t("health.redrive")}
        </Button>
        <button type="button" onClick={remove}>
          {t("health.delete")}
        </button>
      </p>
    </li>
  );
}

/** Sends again at once, deletes after a while in which that can be undone. */
function useLetters() {
  const [done, setDone] = useState<Redriven>();
  const [sending, undoable] = [useSending(), useUndoable()];
  return {
    done,
    sending,
    undoable,
    redrive: (queue: string, chosen: Chosen) =>
      void sending.send(async () => {
        setDone(undefined);
        setDone(await ask<Redriven>(`${queueApi(queue)}/redrive`, { method: "POST", json: chosen }));
      }),
    remove: (queue: string, id: string, count: number, chosen: Chosen) =>
      undoable.plan({
        id,
        words: t("health.deleted", { count }),
        work: () => ask(queueApi(queue), { method: "DELETE", json: chosen, keepalive: true }),
      }),
  };
}

type Doing = ReturnType<typeof useLetters>;

/** Above all queues: it stays when what it is about is gone. */
const Done = ({ done, sending, undoable }: Doing) => (
  <>
    <div role="status">
      {done !== undefined && (
        <p>
          {t("health.redriven", { count: done.records })}
          {done.refused.length > 0 && ` ${t("health.refused", { count: done.refused.length })}`}
        </p>
      )}
    </div>
    {sending.problem !== undefined && <ProblemNote problem={sending.problem} />}
    <UndoNotice undoable={undoable} />
  </>
);

interface QueueProps extends Count {
  readonly place: Where;
  readonly doing: Doing;
}

function Letters({ queue, letters, place, doing }: QueueProps) {
  const cursor = place.query.get("queue") === queue ? (place.query.get("cursor") ?? undefined) : undefined;
  const list = useData<ListOf<DeadLetterView>>(address(queueApi(queue), { state: "dead", limit: PAGE, cursor }), {
    keepOld: true,
  });
  const { redrive, remove } = doing;
  const { isBusy } = doing.sending;
  const planned = doing.undoable.planned?.id;
  const isAllGoing = planned === queue;
  return (
    <section class="letters" aria-labelledby={`dead-${queue}`}>
      <div class="toolbar">
        <h3 id={`dead-${queue}`}>
          {queue} <span class="note">{t("health.letters", { count: letters })}</span>
        </h3>
        <Button type="button" isOff={isBusy} onClick={() => redrive(queue, {})}>
          {t("health.redriveAll")}
        </Button>
        <Button type="button" isOff={isAllGoing} onClick={() => remove(queue, queue, letters, {})}>
          {t("health.deleteAll")}
        </Button>
      </div>
      <WhenLoaded of={list} lines={4}>
        {({ items, next_cursor }) => (
          <>
            <ol class="insights">
              {(isAllGoing ? [] : items.filter(({ id }) => id !== planned)).map((letter) => (
                <Letter
                  key={letter.id}
                  letter={letter}
                  isBusy={isBusy}
                  redrive={() => redrive(queue, { ids: [letter.id] })}
                  remove={() => remove(queue, letter.id, 1, { ids: [letter.id] })}
                />
              ))}
            </ol>
            {(cursor !== undefined || next_cursor !== null) && (
              <p class="more tools">
                {cursor !== undefined && (
                  <a href={addressWith(place, { queue: undefined, cursor: undefined })}>{t("health.newest")}</a>
                )}
                {next_cursor !== null && (
                  <a href={addressWith(place, { queue, cursor: next_cursor })}>{t("page.next")}</a>
                )}
              </p>
            )}
          </>
        )}
      </WhenLoaded>
    </section>
  );
}

interface DeadLettersProps {
  readonly dead: readonly Count[];
  /** Who may not is told how many there are. */
  readonly mayLook: boolean;
  readonly place: Where;
}

const Counts = ({ dead }: Pick<DeadLettersProps, "dead">) => (
  <ul class="rows">
    {dead.map(({ queue, letters }) => (
      <li key={queue} class="toolbar">
        <b>{queue}</b> {t("health.letters", { count: letters })}
      </li>
    ))}
  </ul>
);

export function DeadLetters({ dead, mayLook, place }: DeadLettersProps) {
  const doing = useLetters();
  return (
    <>
      <Done {...doing} />
      {dead.length === 0 && <Empty>{t("health.noDead")}</Empty>}
      {!mayLook && dead.length > 0 && <Counts dead={dead} />}
      {mayLook && dead.map((one) => <Letters key={one.queue} {...one} place={place} doing={doing} />)}
    </>
  );
}
