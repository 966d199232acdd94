/** Small pieces that many pages show: chips, times, stars, what somebody wrote. */
import type { ComponentChildren } from "preact";
import type { Said } from "../../../src/operations/said.ts";
import { dateOf, showDay, showMoment, showTime } from "../format.ts";
import { isKey, t } from "../messages/translate.ts";

/** Text that somebody wrote: isolated, so that no direction override reaches what stands around it. */
export const Written = ({ children }: { readonly children: ComponentChildren }) => <bdi dir="auto">{children}</bdi>;

interface ChipProps {
  readonly kind?: string | undefined;
  readonly title?: string | undefined;
  readonly children: ComponentChildren;
}

export const Chip = ({ kind = "", title, children }: ChipProps) => (
  <span class={`chip ${kind}`} title={title}>
    {children}
  </span>
);

/** A name of the server's in the reader's language, as it is where there is none. */
export const named = (group: string, name: string): string => {
  const key = `${group}.${name.toLowerCase()}`;
  return isKey(key) ? t(key) : name.replaceAll("_", " ").replaceAll("-", " ");
};

export const PriorityChip = ({ priority }: { readonly priority: string }) => (
  <Chip kind={`priority-${priority.toLowerCase()}`}>{named("priority", priority)}</Chip>
);

export const SentimentChip = ({ sentiment }: { readonly sentiment: string }) => (
  <Chip kind={`is-${sentiment}`}>{named("sentiment", sentiment)}</Chip>
);

/** In the reader's zone; the whole of it, with the zone, in its title. */
export const Day = ({ at }: { readonly at: number }) => (
  <time dateTime={dateOf(at).toISOString()} title={showMoment(at)}>
    {showDay(at)}
  </time>
);

export const Time = ({ at }: { readonly at: number }) => (
  <time dateTime={dateOf(at).toISOString()} title={showMoment(at)}>
    {showTime(at)}
  </time>
);

const STARS = 5;

export function Stars({ stars }: { readonly stars: number }) {
  const full = Math.min(STARS, Math.max(0, Math.round(stars)));
  return (
    <span class="stars" role="img" aria-label={t("stars", { stars })}>
      {"★".repeat(full)}
      {"☆".repeat(STARS - full)}
    </span>
  );
}

/** When, where and of what somebody said it. */
export const SaidLine = ({ said }: { readonly said: Said }) => (
  <span class="said-line">
    {said.stars !== undefined && <Stars stars={said.stars} />}{" "}
    {said.version !== undefined && (
      <>
        {t("version")} <Written>{said.version}</Written> ·{" "}
      </>
    )}
    <Written>{named("source", said.source)}</Written> · <Day at={said.date} />
  </span>
);

interface QuoteProps {
  readonly text: string;
  readonly said: Said | undefined;
  readonly id: string;
}

export const Quote = ({ text, said, id }: QuoteProps) => (
  <blockquote>
    <a href={`/insights/${encodeURIComponent(id)}`}>
      <Written>{text}</Written>
    </a>
    {said !== undefined && (
      <footer>
        <SaidLine said={said} />
      </footer>
    )}
  </blockquote>
);

interface CardProps {
  readonly id: string;
  readonly title: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly className?: string;
  readonly children: ComponentChildren;
}

export const Card = ({ id, title, note, className = "", children }: CardProps) => (
  <section id={`${id}-card`} class={`card ${className}`} aria-labelledby={id}>
    <div class="card-head">
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p class="note">{note}</p>}
    </div>
    {children}
  </section>
);

interface HeadProps {
  readonly title: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The heading of a page, and a sentence on it. */
export const PageHead = ({ title, lead, children }: HeadProps) => (
  <div class="page-head">
    <div>
      <h1>{title}</h1>
      {lead !== undefined && <p class="lead">{lead}</p>}
    </div>
    {children}
  </div>
);
