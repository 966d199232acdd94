/** Keys: which there are and how each was used, making one, revoking one; for who runs the installation its tenants, too. */
import type { shownKey } from "../../../src/auth/keys.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { ask, useData } from "../data/api.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { KeyForm } from "../parts/key-form.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, Chip, Day, named, PageHead, Time, Written } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import { DataTable } from "../parts/table.tsx";
import { type Tenant, Tenants } from "../parts/tenants.tsx";
import { type Undoable, UndoNotice, useUndoable } from "../parts/undoable.tsx";
import { address } from "../router.ts";

type Key = ReturnType<typeof shownKey>;
const PAGE = "50";

function Row({ one, undoable }: { readonly one: Key; readonly undoable: Undoable }) {
  const { id, name, scopes, kind, hint, pipelines, origins, created_at, revoked, last_used_at, uses, refusals } = one;
  const isGoing = undoable.planned?.id === id;
  const revoke = () =>
    undoable.plan({
      id,
      words: t("keys.revoked", { name }),
      work: () => ask(`/api/v1/keys/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true }),
    });
  return (
    <tr>
      <th scope="row">
        <Written>{name}</Written>
        <p class="meta">
          {kind === "publishable" && <Chip kind="priority-high">{t("keys.isPublic")}</Chip>}
          {revoked && <Chip kind="is-negative">{t("keys.isRevoked")}</Chip>}
        </p>
      </th>
      <td>
        <code>
          <Written>{hint}</Written>…
        </code>
      </td>
      <td>
        {pipelines === undefined
          ? scopes.map((scope) => named("scope", scope)).join(", ")
          : pipelines.map((pipeline) => named("keyPipeline", pipeline)).join(", ")}
        {origins !== undefined && (
          <p class="note">
            <Written>{origins.join(", ")}</Written>
          </p>
        )}
      </td>
      <td>{last_used_at === undefined ? t("keys.neverUsed") : <Time at={last_used_at} />}</td>
      <td class="number">{showCount(uses)}</td>
      <td class="number">{showCount(refusals)}</td>
      <td>
        <Day at={created_at} />
      </td>
      <td>
        {!revoked && (
          <Button type="button" isOff={isGoing} onClick={revoke}>
            {t("keys.revoke")}
            <span class="visually-hidden"> {name}</span>
          </Button>
        )}
      </td>
    </tr>
  );
}

export default function Keys({ path, query, frame }: PageProps) {
  const mayLook = frame?.scopes.includes("admin") === true;
  const cursor = query.get("cursor") ?? undefined;
  const list = useData<ListOf<Key>>(mayLook ? address("/api/v1/keys", { cursor, limit: PAGE }) : undefined);
  const tenants = useData<ListOf<Tenant>>(frame?.runsInstallation === true ? "/api/v1/tenants?limit=1000" : undefined);
  const undoable = useUndoable();
  if (frame !== undefined && !mayLook)
    return (
      <>
        <PageHead title={t("nav.keys")} lead={t("keys.lead")} />
        <Empty>{t("keys.mayNot")}</Empty>
      </>
    );
  return (
    <>
      <PageHead title={t("nav.keys")} lead={t("keys.lead")} />
      <UndoNotice undoable={undoable} />
      <WhenLoaded of={list}>
        {({ items, total, next_cursor }) => (
          <div class="grid">
            <Card id="keys" className="wide" title={t("keys.list")}>
              {items.length === 0 ? (
                <Empty>{t("keys.none")}</Empty>
              ) : (
                <DataTable
                  name={t("keys.list")}
                  columns={[
                    { title: t("keys.name") },
                    { title: t("keys.begins") },
                    { title: t("keys.scopes") },
                    { title: t("keys.lastUse") },
                    { title: t("keys.uses"), isNumber: true },
                    { title: t("keys.refusals"), isNumber: true },
                    { title: t("keys.created") },
                    { title: t("keys.action") },
                  ]}
                >
                  {items.map((one) => (
                    <Row key={one.id} one={one} undoable={undoable} />
                  ))}
                </DataTable>
              )}
              <NextPage place={{ path, query }} cursor={next_cursor} />
            </Card>
            <Card id="new-key" title={t("keys.new")}>
              <KeyForm tenant={frame?.tenant ?? ""} tenants={tenants.data?.items ?? []} isFirst={total === 0} />
            </Card>
            {frame?.runsInstallation === true && (
              <Card id="tenants" title={t("tenants.title")} note={t("tenants.note")}>
                <WhenLoaded of={tenants}>{(page) => <Tenants tenants={page.items} />}</WhenLoaded>
              </Card>
            )}
          </div>
        )}
      </WhenLoaded>
    </>
  );
}
