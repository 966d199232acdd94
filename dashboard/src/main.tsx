/** Where the dashboard begins: the language's texts first, then the page. */
import { render } from "preact";
import { App } from "./app.tsx";
import { startLive } from "./data/live.ts";
import { keepFocus } from "./focus.ts";
import { loadLanguage } from "./messages/translate.ts";
import { followLinks } from "./router.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/parts.css";
import "./styles/pages.css";
import "./styles/forms.css";
import "./styles/print.css";

await loadLanguage();
followLinks();
keepFocus();
startLive();
render(<App />, document.getElementById("app")!);
