/** Where somebody shows a key to see the pages. */
import { type Html, html } from "./html.ts";

export const signInPage = (wrong: boolean): Html => html`<section class="card sign-in" aria-labelledby="sign-in">
<h1 id="sign-in">Sign in</h1>
<form method="post" action="/sign-in">
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required${wrong && html` aria-invalid="true" aria-describedby="wrong"`}>
${wrong && html`<p id="wrong" class="wrong" role="alert">This key is not valid.</p>`}
<button>Sign in</button>
</form>
<p class="note">Keys are made with <code>npm run -s groundswell -- keys create</code>.</p>
</section>`;

export const problemPage = (title: string, detail: string): Html => html`<section class="card sign-in">
<h1>${title}</h1><p>${detail}</p><p><a href="/">To the overview</a></p>
</section>`;
