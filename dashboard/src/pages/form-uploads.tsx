/** Files of responses: sent with their progress, what became of their rows, and the wrong ones to be mended. */
import { useState } from "preact/hooks";
import type { Upload } from "../../../src/model/upload.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { useData } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { sendFile } from "../data/upload.ts";
import { showBytes, showCount, showShare } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { FormPartProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { formApi } from "../parts/form-parts.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, Chip, named, Time, Written } from "../parts/small.tsx";
import { Empty, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { DataTable } from "../parts/table.tsx";
import { address } from "../router.ts";

const PAGE = "20";
/** While one is being read. */
const LOOK_MS = 1_000;
const kinds = { stored: "", reading: "sure-sure", done: "is-positive", failed: "is-negative" };

const isUnderWay = ({ state }: Upload): boolean => state === "stored" || state === "reading";

function Row({ upload }: { readonly upload: Upload }) {
  const { id, state, bytes, rows, accepted, rejected, started_at, error } = upload;
  return (
    <tr>
      <th scope="row">
        <Time at={started_at} />
      </th>
      <td class={error === undefined ? undefined : "sentences"}>
        <Chip kind={kinds[state]}>{named("upload", state)}</Chip>
        {error !== undefined && (
          <span class="note">
            {" "}
            <Written>{error.message}</Written>
          </span>
        )}
        {rejected > 0 && (
          <p>
            <a href={`/api/v1/uploads/${encodeURIComponent(id)}/errors?format=csv`} download={`wrong-rows-${id}.csv`}>
              {t("uploads.errors")}
            </a>
          </p>
        )}
      </td>
      <td class="number">{showCount(rows)}</td>
      <td class="number">{showCount(accepted)}</td>
      <td class="number">{showCount(rejected)}</td>
      <td class="number">{showBytes(bytes)}</td>
    </tr>
  );
}

function SendFile({ form }: Pick<FormPartProps, "form">) {
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState<number>();
  const { isBusy, problem, send } = useSending();
  return (
    <form
      class="stack-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (file === undefined) return;
        const element = event.currentTarget;
        setSent(0);
        void send(() => sendFile<Upload>(formApi(form.id, "/uploads"), file, setSent)).then((isSent) => {
          setSent(undefined);
          if (!isSent) return;
          setFile(undefined);
          element.reset();
        });
      }}
    >
      <label>
        {t("uploads.file")}
        <input
          type="file"
          required
          accept=".csv,.tsv,.txt,.jsonl,.ndjson"
          onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])}
        />
      </label>
      <Button type="submit" class="primary" isOff={isBusy || file === undefined}>
        {t("uploads.do")}
      </Button>
      <div role="status">
        {sent !== undefined && (
          <>
            <progress max={1} value={sent} aria-label={t("uploads.do")} />
            <p class="note">{t("uploads.sending", { share: showShare(sent) })}</p>
          </>
        )}
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p class="note">{t("uploads.note")}</p>
    </form>
  );
}

export function Uploads({ form, path, query }: FormPartProps) {
  const cursor = query.get("cursor") ?? undefined;
  const [every, setEvery] = useState<number>();
  const list = useData<ListOf<Upload>>(address(formApi(form.id, "/uploads"), { cursor, limit: PAGE }), {
    keepOld: true,
    every,
  });
  const wanted = list.data?.items.some(isUnderWay) === true ? LOOK_MS : undefined;
  if (wanted !== every) setEvery(wanted);
  return (
    <div class="grid">
      <Card id="send" title={t("uploads.send")}>
        <SendFile form={form} />
      </Card>
      <Card id="uploads" title={t("uploads.list")}>
        <WhenLoaded of={list}>
          {({ items, next_cursor }) => (
            <>
              {items.length === 0 ? (
                <Empty>{t("uploads.none")}</Empty>
              ) : (
                <DataTable
                  name={t("uploads.list")}
                  columns={[
                    { title: t("uploads.started") },
                    { title: t("uploads.state") },
                    ...(["rows", "accepted", "rejected", "size"] as const).map((name) => ({
                      title: t(`uploads.${name}`),
                      isNumber: true,
                    })),
                  ]}
                >
                  {items.map((upload) => (
                    <Row key={upload.id} upload={upload} />
                  ))}
                </DataTable>
              )}
              <NextPage place={{ path, query }} cursor={next_cursor} />
            </>
          )}
        </WhenLoaded>
      </Card>
    </div>
  );
}
