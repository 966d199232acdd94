/** Alerts: what people want to be told of and where, what was told, and setting a new one. */

import { useState } from "preact/hooks";
import type { Alert, AlertDelivery } from "../../../src/model/alert.ts";
import { ApiProblem, ask, useData } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { AlertForm, NoMail } from "../parts/alert-form.tsx";
import { Card, Chip, named, PageHead, Time, Written } from "../parts/small.tsx";
import { Empty, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { asTitle } from "../titles.ts";
import { alertName } from "../worded.ts";

interface ListOf<T> {
  readonly items: readonly T[];
  readonly total: number;
}

const path = (id: string, rest = ""): string => `/api/v1/alerts/${encodeURIComponent(id)}${rest}`;

const DeliveryLine = ({ delivery }: { readonly delivery: AlertDelivery }) => (
  <li>
    <Chip kind={delivery.state === "sent" ? "is-positive" : delivery.error === undefined ? "" : "is-negative"}>
      {named("delivery", delivery.state)}
    </Chip>{" "}
    <Time at={delivery.created_at} /> <Written>{delivery.title}</Written>
    {delivery.error !== undefined && (
      <span class="note">
        {" "}
        {delivery.error.code === "no_smtp" ? t("alerts.noMail") : <Written>{delivery.error.message}</Written>}
      </span>
    )}
  </li>
);

function Deliveries({ id }: { readonly id: string }) {
  const list = useData<ListOf<AlertDelivery>>(path(id, "/deliveries?limit=20"));
  return (
    <WhenLoaded of={list} lines={3}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{t("alerts.noDeliveries")}</Empty>
        ) : (
          <ul class="tickets">
            {items.map((delivery) => (
              <DeliveryLine key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        )
      }
    </WhenLoaded>
  );
}

interface ItemProps {
  readonly alert: Alert;
  readonly mayChange: boolean;
  readonly sendsMail: boolean;
}

function AlertItem({ alert, mayChange, sendsMail }: ItemProps) {
  const { id, name, on, app, to, enabled } = alert;
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | undefined>();
  const send =
    (method: string, rest = "", json?: object) =>
    async () => {
      setProblem(undefined);
      // Of one that is gone nothing is asked.
      if (method === "DELETE") setOpen(false);
      try {
        await ask(path(id, rest), { method, json });
        if (rest === "/test") setOpen(true);
        changedHere();
      } catch (error) {
        setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, String(error)));
      }
    };
  return (
    <li class="ticket">
      <h3>
        <Written>{asTitle(alertName(name, on, app))}</Written>
      </h3>
      <p class="meta">
        <Chip kind={enabled ? "is-positive" : ""}>{t(enabled ? "alerts.isOn" : "alerts.isOff")}</Chip>
        <Chip>{named("alert", on)}</Chip>
        <Chip>{app === undefined ? t("alerts.allApps") : <Written>{app}</Written>}</Chip>
        <span>
          {named("channel", to.type)} <Written>{to.url ?? to.address ?? ""}</Written>
        </span>
      </p>
      {to.type === "email" && !sendsMail && <NoMail />}
      <p>
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t("alerts.deliveries")}
        </button>{" "}
        {mayChange && (
          <>
            <button type="button" onClick={() => void send("POST", "/test")()}>
              {t("alerts.test")}
            </button>{" "}
            <button type="button" onClick={() => void send("PATCH", "", { enabled: !enabled })()}>
              {t(enabled ? "alerts.switchOff" : "alerts.switchOn")}
            </button>{" "}
            {!enabled && (
              <button type="button" onClick={() => void send("DELETE")()}>
                {t("alerts.delete")}
              </button>
            )}
          </>
        )}
      </p>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {isOpen && <Deliveries id={id} />}
    </li>
  );
}

export default function AlertsPage({ frame }: PageProps) {
  const list = useData<ListOf<Alert>>("/api/v1/alerts?limit=200");
  const mayChange = frame?.scopes.includes("admin") === true;
  const sendsMail = frame?.sendsMail !== false;
  return (
    <>
      <PageHead title={t("nav.alerts")} lead={t("alerts.lead")} />
      <div class="grid">
        <Card id="alerts" title={t("alerts.title")}>
          <WhenLoaded of={list}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty>{t("alerts.none")}</Empty>
              ) : (
                <ul class="tickets">
                  {items.map((alert) => (
                    <AlertItem key={alert.id} alert={alert} mayChange={mayChange} sendsMail={sendsMail} />
                  ))}
                </ul>
              )
            }
          </WhenLoaded>
        </Card>
        <Card id="add-alert" title={t("alerts.new")}>
          {mayChange ? (
            <AlertForm apps={frame?.apps ?? []} sendsMail={sendsMail} />
          ) : (
            <Empty>{t("alerts.mayNot")}</Empty>
          )}
        </Card>
      </div>
    </>
  );
}
