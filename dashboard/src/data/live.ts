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

let channel: BroadcastChannel | undefined;

/** After something was changed here: other tabs hear of it at once, other browsers by the stream. */
export function changedHere(): void {
  channel?.postMessage("changed");
  tellAll();
}

/** After something went wrong that may be over. */
export function askAgain(): void {
  for (const listener of listeners) listener();
}

/** Streams until it fails for good; the browser connects again by itself after shorter breaks. */
function stream(): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource("/api/v1/live");
    let isLost = false;
    source.addEventListener("open", () => {
      // What changed meanwhile was not told, and what failed meanwhile may do now.
      if (isLost) changedHere();
      isLost = false;
    });
    source.addEventListener("changed", () => {
      changedHere();
    });
    source.addEventListener("error", () => {
      isLost = true;
      if (source.readyState !== EventSource.CLOSED) return;
      resolve();
    });
  });
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function lead(): Promise<never> {
  for (;;) {
    await stream();
    await wait(POLL_MS);
    changedHere();
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
  channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", tellAll);
  // Held as long as this tab lives; then another one leads.
  void navigator.locks.request(CHANNEL, lead);
}
