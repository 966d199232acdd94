/** Every source that is registered, how far each was read, and registering another. */
import type { ListOf } from "../../../src/operations/insights.ts";
import type { SourceView } from "../../../src/operations/sources.ts";
import { useData } from "../data/api.ts";
import { showTime } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { BringInLink } from "../parts/bring-in.tsx";
import { AppChoice, NextPage } from "../parts/listing.tsx";
import { Card, PageHead, Written } from "../parts/small.tsx";
import { RegisterSource } from "../parts/source-form.tsx";
import { CoverageWords, RunChip, type SourceKind, SourceTraits, sourcePath } from "../parts/source-state.tsx";
import { Empty, NothingListed, WhenLoaded } from "../parts/states.tsx";
import { address, addressWith, go } from "../router.ts";

const PAGE = "50";

function SourceLine({ source }: { readonly source: SourceView }) {
  const { id, name, last_run, failing_since } = source;
  return (
    <li class="ticket">
      <h3>
        <a href={sourcePath(id)}>
          <Written>{name}</Written>
        </a>
      </h3>
      <SourceTraits source={source} />
      <p class="note">
        <CoverageWords source={source} />
      </p>
      {last_run !== undefined && (
        <p class="meta">
          {t("sources.lastRun", { time: showTime(last_run.ended_at) })} <RunChip state={last_run.state} />
        </p>
      )}
      {failing_since !== undefined && (
        <p class="note">
          {t("sources.failing", { time: showTime(failing_since) })}
          {last_run?.error !== undefined && (
            <>
              {": "}
              <Written>{last_run.error.message}</Written>
            </>
          )}
        </p>
      )}
    </li>
  );
}

export default function Sources({ path, query, frame }: PageProps) {
  const [app, cursor] = ["app", "cursor"].map((name) => query.get(name) ?? undefined);
  const list = useData<ListOf<SourceView>>(address("/api/v1/sources", { app, cursor, limit: PAGE }), { keepOld: true });
  const kinds = useData<readonly SourceKind[]>("/api/v1/source-types");
  const mayRegister = frame?.scopes.includes("admin") === true;
  return (
    <>
      <PageHead title={t("nav.sources")} lead={t("sources.lead")}>
        <BringInLink frame={frame} button />
      </PageHead>
      {(frame?.apps.length ?? 0) > 1 && (
        <form class="filters" aria-label={t("filter.label")} onSubmit={(event) => event.preventDefault()}>
          <AppChoice
            apps={frame?.apps ?? []}
            app={app}
            choose={(chosen) => go(addressWith({ path, query }, { app: chosen, cursor: undefined }))}
          />
        </form>
      )}
      <div class="grid">
        <Card id="sources" title={t("sources.list")}>
          <WhenLoaded of={list}>
            {({ items, next_cursor }) => (
              <>
                {items.length === 0 ? (
                  <NothingListed query={query} by={["app"]} none="sources.none" />
                ) : (
                  <ul class="tickets">
                    {items.map((source) => (
                      <SourceLine key={source.id} source={source} />
                    ))}
                  </ul>
                )}
                <NextPage place={{ path, query }} cursor={next_cursor} />
              </>
            )}
          </WhenLoaded>
        </Card>
        <Card id="new-source" title={t("sources.new")}>
          {frame !== undefined && !mayRegister ? (
            <Empty>{t("sources.mayNot")}</Empty>
          ) : (
            <WhenLoaded of={kinds}>{(all) => <RegisterSource kinds={all} apps={frame?.apps ?? []} />}</WhenLoaded>
          )}
        </Card>
      </div>
    </>
  );
}
