/** What people ask for, grouped over reviews and organisations. */
import type { FeatureRequest } from "../../../src/model/feature-request.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { useData } from "../data/api.ts";
import { shorten } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../pages.ts";
import { AppChoice, NextPage } from "../parts/listing.tsx";
import { Card, Chip, Day, PageHead, Quote, Written } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import { address, addressWith, go } from "../router.ts";

const QUOTES = 3;
const PAGE = "30";

function Request({ request }: { readonly request: FeatureRequest }) {
  const { title, count, orgs, quotes, first_seen, last_seen } = request;
  return (
    <li class="ranked">
      <span class="votes">
        <b>{count}</b> {t("votes.ask", { count })}
      </span>
      <div>
        <h3>
          <Written>{shorten(title, 160)}</Written>
        </h3>
        <p class="meta">
          <span>
            <Day at={first_seen} /> – <Day at={last_seen} />
          </span>
          {orgs.slice(0, 6).map((org) => (
            <Chip key={org}>
              <Written>{org}</Written>
            </Chip>
          ))}
        </p>
        {quotes.slice(0, QUOTES).map(({ insight_id, text }) =>
          insight_id === undefined ? (
            <blockquote key={text}>
              <Written>{shorten(text, 200)}</Written>
            </blockquote>
          ) : (
            <Quote key={insight_id} id={insight_id} text={shorten(text, 200)} said={undefined} />
          ),
        )}
      </div>
    </li>
  );
}

export default function Requests({ path, query, frame }: PageProps) {
  const [app, q, cursor] = ["app", "q", "cursor"].map((name) => query.get(name) ?? undefined);
  const list = useData<ListOf<FeatureRequest>>(address("/api/v1/feature-requests", { app, q, cursor, limit: PAGE }), {
    keepOld: true,
  });
  const change = (changed: Readonly<Record<string, string>>) =>
    go(addressWith({ path, query }, { ...changed, cursor: undefined }));
  return (
    <>
      <PageHead title={t("nav.requests")} lead={t("requests.lead")} />
      <form
        class="filters"
        aria-label={t("filter.label")}
        onSubmit={(event) => {
          event.preventDefault();
          change({ q: String(new FormData(event.currentTarget).get("q") ?? "") });
        }}
      >
        <label class="grows">
          <span>{t("filter.words")}</span>
          <input name="q" type="search" defaultValue={q ?? ""} maxLength={500} />
        </label>
        <AppChoice apps={frame?.apps ?? []} app={app} choose={(chosen) => change({ app: chosen })} />
      </form>
      <WhenLoaded of={list} lines={10}>
        {({ items, total, next_cursor }) => (
          <Card id="list" title={t("requests.title")} note={t("requests.count", { count: total })}>
            {items.length === 0 ? (
              <Empty>{t("requests.none")}</Empty>
            ) : (
              <ol class="ranking">
                {items.map((request) => (
                  <Request key={request.id} request={request} />
                ))}
              </ol>
            )}
            <NextPage place={{ path, query }} cursor={next_cursor} />
          </Card>
        )}
      </WhenLoaded>
    </>
  );
}
