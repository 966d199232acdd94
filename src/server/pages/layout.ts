/** The frame of every page: head, bar, main, foot. No scripts, no inline styles. */
import { type Html, html } from "./html.ts";

export interface LayoutOptions {
  readonly title: string;
  /** Offers to sign out. */
  readonly signedIn?: boolean;
}

const signOut = html`<form class="sign-out" method="post" action="/sign-out"><button class="quiet">Sign out</button></form>`;

export function layout({ title, signedIn = false }: LayoutOptions, main: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Groundswell</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><div class="wide">
<a class="brand" href="/"><svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M2 16c3.2 0 3.6-3 6.6-3s3.6 3 6.8 3 3.6-3 6.6-3M2 10c3.2 0 3.6-4 6.6-4s3.6 4 6.8 4 3.6-4 6.6-4"/></svg>Groundswell</a>
<div class="bar-end"><a class="docs" href="/docs">API</a>${signedIn && signOut}</div>
</div></header>
<main id="main" class="wide">${main}</main>
</body>
</html>`.text;
}
