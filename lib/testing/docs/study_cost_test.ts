import assert from "node:assert/strict";
import { findModel } from "../../models/catalog.ts";
import { findPrice } from "../../models/prices.ts";
import { costOf } from "../../models/token_prices.ts";
import { readDocsPage } from "./docs_pages.ts";

/** `| gpt-4o | 438,397 | 4,125,600 | 42.35 | 21.18 |` of docs/study.md, as words and numbers. */
const ROW = /^\| ([\w.-]+) +\| ([\d,]+) +\| ([\d,]+) +\| +([\d.]+) +\|(?: ([\d.]+|–) +\|)?$/gm;

Deno.test("docs/study.md has the costs that its tokens have by today's data/prices.json", () => {
  const rows = [...readDocsPage("docs/study.md").matchAll(ROW)];
  assert.equal(rows.length, 8);
  for (const [line, name = "", input = "", output = "", live, batch] of rows) {
    const price = findPrice(findModel(name));
    assert.ok(price.kind === "priced", line);
    assert.equal(price.checked, "2026-10-14", `the page names another day: ${line}`);
    const [asked = 0, answered = 0] = [input, output].map((text) =>
      Number(text.replaceAll(",", ""))
    );
    const usage = { input: asked, cached: 0, output: answered };
    assert.equal(costOf(price.prices, usage).toFixed(2), live, line);
    if (batch === undefined || batch === "–") continue;
    assert.ok(price.prices.batch, line);
    assert.equal(costOf(price.prices.batch, usage).toFixed(2), batch, line);
  }
});
