import assert from "node:assert/strict";
import { type Displayable, JUPYTER_DISPLAY } from "./displayable.ts";
import { showCards } from "./show_cards.ts";
import { showTable } from "./show_table.ts";

const HOSTILE = `<img src=x onerror="alert(1)">&'</td><script>`;

function bundleOf(shown: Displayable): { html: string; text: string } {
  const bundle = shown[JUPYTER_DISPLAY]?.();
  return { html: String(bundle?.["text/html"]), text: String(bundle?.["text/plain"]) };
}

Deno.test("showTable() escapes values, column names and the title", () => {
  const { html } = bundleOf(showTable([{ [HOSTILE]: HOSTILE }], { title: HOSTILE }));
  assert.doesNotMatch(html, /<img|<script|onerror="/);
  assert.equal(html.split("&lt;img").length - 1, 3);
});

Deno.test("showTable() writes numbers by format and what is missing as a dash", () => {
  const rows = [{ model: "a", n: 12345, share: 0.25, low: null }];
  const { text } = bundleOf(showTable(rows, { formats: { share: "percent" } }));
  assert.equal(
    text,
    ["model       n   share  low", "a      12,345  25.0 %  –", "1 row"].join("\n"),
  );
});

Deno.test("showTable() counts the rows that it does not show", () => {
  const rows = Array.from({ length: 60 }, (_, index) => ({ index }));
  const { html, text } = bundleOf(showTable(rows, { limit: 10 }));
  assert.match(text, /60 rows, of which the first 10 are shown$/);
  assert.equal(html.split("<tr>").length - 1, 11);
});

Deno.test("showTable() shows an empty table as one", () => {
  assert.match(bundleOf(showTable([])).text, /0 rows/);
});

Deno.test("showCards() escapes head and body and folds a long body", () => {
  const body = `${HOSTILE} ${"word ".repeat(300)}`;
  const { html, text } = bundleOf(showCards([{ head: HOSTILE, body }]));
  assert.doesNotMatch(html, /<img|<script/);
  assert.match(html, /<details><summary>all 1,\d+ characters<\/summary>/);
  assert.ok(text.includes(body));
});
