/** The emulator's own page: what the organisation holds, how a timeline reads, and what was asked. No scripts. */
import type { Emulator } from "./emulator.ts";
import type { EntryObject, WorkObject } from "./state.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
.tag { border: 1px solid #8886; border-radius: 1rem; padding: 0 .5rem; margin-right: .3rem; font-size: .85rem; display: inline-block; max-width: 100%; box-sizing: border-box; }
.blocker { color: #c0262d; } .high { color: #b45309; }
article { border: 1px solid #8884; border-radius: .5rem; padding: .6rem 1rem; margin: .6rem 0; }
article.internal, article.private { background: #f5c54222; }
pre { white-space: pre-wrap; font: inherit; margin: 0; }
small, .quiet { color: #777; }
@media (max-width: 40rem) { thead { display: none; } tr, td { display: block; } td { border: 0; padding: .1rem 0; } tr { border-bottom: 1px solid #8884; padding: .4rem 0; } }
`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

const time = (iso: string): string => `<time>${escapeHtml(iso.slice(0, 19).replace("T", " "))}</time>`;
const tagList = (work: WorkObject): string =>
  work.tags.map(({ tag }) => `<span class="tag">${escapeHtml(tag.name)}</span>`).join(" ");

function workRow(work: WorkObject): string {
  const link = `<a href="/_emulator/works/${escapeHtml(work.display_id)}">${escapeHtml(work.display_id)}</a>`;
  const severity = escapeHtml(work.severity ?? "");
  return `<tr><td>${link}</td><td>${escapeHtml(work.title)}<br>${tagList(work)}</td><td class="${severity}">${severity}</td><td>${escapeHtml(work.stage.name)}</td><td>${time(work.modified_date)}</td></tr>`;
}

function entryArticle(entry: EntryObject): string {
  const head = `<small>${escapeHtml(entry.created_by.display_name)} · ${time(entry.created_date)} · ${escapeHtml(entry.visibility)}</small>`;
  return `<article class="${escapeHtml(entry.visibility)}">${head}<pre>${escapeHtml(entry.body ?? "")}</pre></article>`;
}

function activeFaults({ faults }: Emulator): string {
  const active = Object.entries(faults.settings).filter(([, value]) => value > 0);
  return active.map(([name, value]) => `${name} ${value}`).join(", ") || "none";
}

const MAX_ROWS = 200;
const NOW = Number.POSITIVE_INFINITY;

export function overviewPage(emulator: Emulator): string {
  const { organisation, log } = emulator;
  const works = organisation.works.listedAt(NOW).reverse();
  const own = organisation.entries
    .listedAt(NOW)
    .filter((entry) => !/:(ticket|issue)\//.test(entry.object))
    .reverse();
  const requests = log
    .slice(-MAX_ROWS)
    .reverse()
    .map(
      (line) =>
        `<tr><td>${time(new Date(line.at).toISOString())}</td><td>${escapeHtml(line.call)}</td><td>${escapeHtml(line.answer)}</td><td class="quiet">${escapeHtml(line.note)}</td></tr>`,
    );
  return page(
    "DevRev emulator",
    `<h1>DevRev emulator</h1>
<p class="quiet">A stand-in for DevRev's public API on this machine. ${works.length} work items, ${organisation.tags.listedAt(NOW).length} tags. Faults: ${escapeHtml(activeFaults(emulator))}.</p>
<h2>Work items</h2>
<table><thead><tr><th>Id</th><th>Title</th><th>Severity</th><th>Stage</th><th>Changed</th></tr></thead><tbody>${works.slice(0, MAX_ROWS).map(workRow).join("")}</tbody></table>
<h2>What the snap-ins said</h2>${own.slice(0, 20).map(entryArticle).join("") || "<p>Nothing yet.</p>"}
<h2>Requests, newest first</h2>
<table><thead><tr><th>At</th><th>Call</th><th>Answer</th><th></th></tr></thead><tbody>${requests.join("")}</tbody></table>`,
  );
}

/** Undefined when there is no such work item. */
export function workPage(emulator: Emulator, id: string): string | undefined {
  const work = emulator.organisation.works.get(id);
  if (work === undefined) return undefined;
  const entries = emulator.organisation.entries.listedAt(NOW).filter((entry) => entry.object === work.id);
  const severity = escapeHtml(work.severity ?? "");
  return page(
    work.display_id,
    `<p><a href="/">All work items</a></p>
<h1>${escapeHtml(work.display_id)} ${escapeHtml(work.title)}</h1>
<p><span class="${severity}">${severity}</span> · ${escapeHtml(work.stage.name)} · ${escapeHtml(work.applies_to_part.name)} · ${work.owned_by.map((user) => escapeHtml(user.display_name)).join(", ")}</p>
<p>${tagList(work)}</p>
<article><pre>${escapeHtml(work.body ?? "")}</pre></article>
<h2>Timeline</h2>${entries.map(entryArticle).join("") || "<p>Nothing yet.</p>"}`,
  );
}
