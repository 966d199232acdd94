/** HTML as text: what is no tag stays, and what is not the record's own goes. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { plainText } from "./html.ts";

it("keeps what only looks like a tag", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["<p>I click <Save> and nothing <3</p>", "I click <Save> and nothing <3"],
    ["It fails when 2 < 3 & the <Your name> box is empty", "It fails when 2 < 3 & the <Your name> box is empty"],
    ["<P>Upper<BR>case</P>", "Upper\ncase"],
    ["<my-app><p>Own elements</p></my-app><svg><path d='M0'/></svg>", "Own elements"],
    ["<table><tr><th>It</th><td>crashes</td></tr><tr><td>Always</td></tr></table>", "It crashes\nAlways"],
    ["<!-- note --><p>It&#39;s <b>slow</b> &amp; &lt;Save&gt; fails</p>", "It's slow & <Save> fails"],
  ];
  for (const [html, text] of cases) assert.equal(plainText(html), text);
});

it("leaves out quoted posts, and the names and sizes of pictures", () => {
  const html =
    '<aside class="quote"><blockquote><p>Works here</p></blockquote></aside><p>Not for me</p><div class="lightbox-wrapper">' +
    '<a class="lightbox" href="/a.png"><img src="/a.png"><div class="meta"><span>shot 1280×720 83 KB</span></div></a></div>';
  assert.equal(plainText(html), "Not for me");
});
