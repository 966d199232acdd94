// Before anything is drawn: the colours and the language that were chosen the last time.
(() => {
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const appearance = kept("groundswell.appearance");
  if (appearance === "light" || appearance === "dark") document.documentElement.dataset.appearance = appearance;
  const language = kept("groundswell.language") ?? navigator.language;
  document.documentElement.lang = language.startsWith("de") ? "de" : "en";
})();
