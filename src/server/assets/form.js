/* A hosted form without a network: what was begun is kept as a draft, what was sent waits on this device until it has
   arrived. Nothing is thrown away by its age. Without this script the form is sent as any form is. */
(() => {
  const form = document.getElementById("form");
  const status = document.getElementById("status");
  const DRAFT = `groundswell-draft:${form.dataset.form}`;
  const OUTBOX = "groundswell-outbox";
  const RETRY_MS = 15_000;
  const OWN = new Set(["id", "version", "website"]);

  const read = (key, fallback) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? fallback;
    } catch {
      return fallback;
    }
  };
  /** False where the device keeps nothing. */
  const write = (key, value) => {
    try {
      if (value === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };
  const waiting = () => read(OUTBOX, []);

  const fields = () => [...new FormData(form)].filter(([name]) => !OWN.has(name));
  const fill = (kept) => {
    for (const element of form.elements) {
      if (!element.name?.startsWith("q.")) continue;
      const values = kept.filter(([name]) => name === element.name).map(([, value]) => value);
      if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
      else if (values.length > 0) element.value = values[0];
    }
  };

  const errors = document.querySelector(".errors");
  const draft = read(DRAFT);
  if (errors) errors.focus();
  else if (draft?.version === form.dataset.version) fill(draft.fields);
  form.addEventListener("input", () => write(DRAFT, { version: form.dataset.version, fields: fields() }));

  /** One page at a time sends, oldest first, so that nothing is sent twice side by side. */
  const alone = (work) =>
    navigator.locks ? navigator.locks.request(OUTBOX, { ifAvailable: true }, (lock) => lock && work()) : work();

  /** `sent`, `refused` for good, or `later`. */
  const post = async ({ action, body }) => {
    try {
      const answer = await fetch(action, {
        method: "POST",
        redirect: "manual",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body,
      });
      if (answer.type === "opaqueredirect" || answer.ok) return "sent";
      return answer.status >= 500 || answer.status === 429 || answer.status === 408 ? "later" : "refused";
    } catch {
      return "later";
    }
  };

  const remove = (id) =>
    write(
      OUTBOX,
      waiting().filter((one) => one.id !== id),
    );

  /** Sends what waits. Answers what became of the response with this id. */
  const flush = (asked) =>
    alone(async () => {
      let result = "later";
      for (const one of waiting()) {
        const outcome = await post(one);
        if (one.id === asked) result = outcome;
        if (outcome === "later") break;
        // What this page did not ask about and the server won't take stays, for a person to see.
        if (outcome === "sent" || one.id === asked) remove(one.id);
        if (outcome === "sent" && one.id !== asked) status.textContent = form.dataset.sent;
      }
      return result;
    });

  const startAnew = () => {
    write(DRAFT);
    form.reset();
    form.elements.id.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  };

  form.addEventListener("submit", async (event) => {
    const body = new URLSearchParams(new FormData(form)).toString();
    const id = form.elements.id.value;
    const others = waiting().filter((one) => one.id !== id);
    // Where nothing can be kept, the form is sent as any form is.
    if (!write(OUTBOX, [...others, { id, action: form.action, body }])) return;
    event.preventDefault();
    const outcome = (await flush(id)) ?? "later";
    if (outcome === "sent") {
      write(DRAFT);
      location.assign(form.dataset.thanks);
    } else if (outcome === "refused") form.submit();
    else {
      startAnew();
      status.textContent = form.dataset.kept;
    }
  });

  addEventListener("online", () => flush());
  setInterval(() => waiting().length > 0 && flush(), RETRY_MS);
  if (waiting().length > 0) flush();
})();
