/** Setting an alert: what one wants to be told of, of which app, and where. */
import { useState } from "preact/hooks";
import { type AlertChannel, type AlertEvent, alertChannels, alertEvents } from "../../../src/model/alert-names.ts";
import { ApiProblem, ask } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { t } from "../messages/translate.ts";
import { madeAlertName } from "../worded.ts";
import { named, Written } from "./small.tsx";
import { ProblemNote } from "./states.tsx";

interface Made {
  readonly webhook_secret?: string;
}

function toOf(channel: AlertChannel, where: string): object {
  if (channel === "log") return { type: channel };
  return channel === "email" ? { type: channel, address: where } : { type: channel, url: where };
}

/** Where e-mail is chosen and can't go out. */
export const NoMail = () => <p class="warned">{t("alerts.noMail")}</p>;

interface FormProps {
  readonly apps: readonly string[];
  readonly sendsMail: boolean;
}

export function AlertForm({ apps, sendsMail }: FormProps) {
  const [on, setOn] = useState<AlertEvent>("theme.surge");
  const [app, setApp] = useState("");
  const [channel, setChannel] = useState<AlertChannel>("webhook");
  const [where, setWhere] = useState("");
  const [made, setMade] = useState<Made | undefined>();
  const [problem, setProblem] = useState<ApiProblem | undefined>();

  async function add(): Promise<void> {
    setProblem(undefined);
    setMade(undefined);
    const name = madeAlertName(on, app === "" ? undefined : app);
    const json = { name, on, to: toOf(channel, where), ...(app === "" ? {} : { app }) };
    try {
      setMade(await ask<Made>("/api/v1/alerts", { method: "POST", json }));
      setWhere("");
      changedHere();
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, String(error)));
    }
  }

  return (
    <form
      class="stack-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label>
        <span>{t("alerts.on")}</span>
        <select value={on} onChange={({ currentTarget }) => setOn(currentTarget.value as AlertEvent)}>
          {alertEvents.map((event) => (
            <option key={event} value={event}>
              {named("alert", event)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("alerts.app")}</span>
        <select value={app} onChange={({ currentTarget }) => setApp(currentTarget.value)}>
          <option value="">{t("alerts.allApps")}</option>
          {apps.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("alerts.channel")}</span>
        <select value={channel} onChange={({ currentTarget }) => setChannel(currentTarget.value as AlertChannel)}>
          {alertChannels.map((one) => (
            <option key={one} value={one}>
              {named("channel", one)}
            </option>
          ))}
        </select>
      </label>
      <div role="status">{channel === "email" && !sendsMail && <NoMail />}</div>
      {channel === "email" && (
        <label>
          <span>{t("alerts.address")}</span>
          <input type="email" required value={where} onInput={({ currentTarget }) => setWhere(currentTarget.value)} />
        </label>
      )}
      {(channel === "webhook" || channel === "slack") && (
        <label>
          <span>{t("alerts.url")}</span>
          <input type="url" required value={where} onInput={({ currentTarget }) => setWhere(currentTarget.value)} />
        </label>
      )}
      <button type="submit">{t("alerts.add")}</button>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div role="status">
        {made !== undefined && <p>{t("alerts.added")}</p>}
        {made?.webhook_secret !== undefined && (
          <p>
            {t("alerts.secret")}{" "}
            <code class="code">
              <Written>{made.webhook_secret}</Written>
            </code>
          </p>
        )}
      </div>
    </form>
  );
}
