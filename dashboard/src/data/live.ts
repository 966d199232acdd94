/** Hears when something has changed: one event stream for all tabs of a browser, by the tab that holds the lock; asking every so often where there is none. */

const CHANNEL = "groundswell.live";
const POLL_MS = 30_000;
/** Many changes at once are one. */
const SETTLE_MS = 400;

const listeners = new Set<() => void>();
let pending: ReturnType<typeof setTimeout> | undefined;
let missed = false;

function tellAll(): void {
  // Nobody looks: once, when somebody does again.
  if (document.hidden) {
    missed = true;
    return;
  }
  if (pending !== undefined) return;
  pending = setTimeout(() => {
    pending = undefined;
    for (const listener of listeners) listener();
  }, SETTLE_MS);
}

export function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** After something was changed here: the others hear of it by the stream. */
export const changedHere = (): void => tellAll();

/** After something went wrong that may be over. */
export function askAgain(): void {
  for (const listener of listeners) listener();
}

/** Streams until it fails for good; the browser connects again by itself after shorter breaks. */
function stream(channel: BroadcastChannel): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource("/api/v1/live");
    source.addEventListener("changed", () => {
      channel.postMessage("changed");
      tellAll();
    });
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      resolve();
    });
  });
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function lead(channel: BroadcastChannel): Promise<never> {
  for (;;) {
    await stream(channel);
    await wait(POLL_MS);
    channel.postMessage("changed");
    tellAll();
  }
}

export function startLive(): void {
  addEventListener("online", tellAll);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !missed) return;
    missed = false;
    tellAll();
  });
  if (navigator.locks === undefined || typeof EventSource === "undefined") {
    setInterval(tellAll, POLL_MS);
    return;
  }
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", tellAll);
  // Held as long as this tab lives; then another one leads.
  void navigator.locks.request(CHANNEL, () => lead(channel));
}
