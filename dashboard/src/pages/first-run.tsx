/** While nothing is stored: three ways to a first insight within a minute, what is happening once one was chosen, and what became of what came. */
import { useRef } from "preact/hooks";
import type { Balance } from "../../../src/model/ledger.ts";
import type { FrameView } from "../../../src/operations/views/frame.ts";
import { type Bringing, mayBringIn } from "../data/bringing.ts";
import type { Sent } from "../data/files.ts";
import { t } from "../messages/translate.ts";
import { Books } from "../parts/books.tsx";
import { BroughtIn, PasteAndUpload } from "../parts/bring-in.tsx";
import { Card, PageHead } from "../parts/small.tsx";

interface FirstRunProps {
  readonly frame: FrameView | undefined;
  readonly balance: Balance;
  readonly bringing: Bringing;
}

const Reading = ({ progress }: Pick<Bringing, "progress">) => (
  <section class="card narrow">
    <h1>{t("first.reading")}</h1>
    <BroughtIn progress={progress} />
    <div class="progress" />
  </section>
);

function Ways({ frame, bringing }: Omit<FirstRunProps, "balance">) {
  if (mayBringIn(frame) === false) return <p class="note">{t("first.mayNot")}</p>;
  const maySample = frame === undefined || frame.scopes.includes("admin");
  return (
    <div class={maySample ? "grid three" : "grid"}>
      {maySample && (
        <Card id="sample" title={t("first.sampleTitle")}>
          <p>{t("first.sampleWhy")}</p>
          <p>
            <button
              type="button"
              class="primary"
              onClick={() => bringing.send(async () => (await import("../data/sample.ts")).sendSample())}
            >
              {t("first.sampleLoad")}
            </button>
          </p>
        </Card>
      )}
      <PasteAndUpload apps={frame?.apps ?? []} bringing={bringing} />
    </div>
  );
}

const FromProgram = () => (
  <>
    <p class="note">{t("first.others")}</p>
    <pre class="code" tabIndex={0}>
      <code>{`curl -X POST ${location.origin}/api/v1/feedback -H 'Content-Type: application/json' \\\n  -d '{"app": "My app", "text": "It crashes whenever I open the camera, please fix it"}'`}</code>
    </pre>
  </>
);

export function FirstRun({ frame, balance, bringing }: FirstRunProps) {
  const { progress } = bringing;
  const before = useRef(balance.received);
  const send = (work: () => Promise<Sent>): void => {
    before.current = balance.received;
    bringing.send(work);
  };
  const isTaken = progress.kind === "sent" && progress.sent.accepted > 0;
  const isReading =
    progress.kind === "sending" || balance.in_flight > 0 || (isTaken && balance.received === before.current);
  return (
    <>
      {isReading && <Reading progress={progress} />}
      {/* Hidden, not gone: what was typed and chosen is there again where nothing was taken. */}
      <div hidden={isReading}>
        <PageHead title={t(balance.received === 0 ? "first.title" : "first.titleNone")} lead={t("first.lead")} />
        {!isReading && <BroughtIn progress={progress} />}
        <Ways frame={frame} bringing={{ progress, send }} />
        {balance.received > 0 && (
          <div class="grid">
            <Books balance={balance} />
          </div>
        )}
        {mayBringIn(frame) !== false && <FromProgram />}
      </div>
    </>
  );
}
