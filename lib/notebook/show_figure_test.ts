import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { techniqueExplorer } from "../figures/technique_explorer.ts";
import { techniqueShares } from "../figures/technique_shares.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { tablesOfAnswers } from "../testing/tables_of_answers.ts";
import { figureBundle, showFigure, VEGA_LITE_MIME } from "./show_figure.ts";

const NAME = `<img src=x onerror="alert(1)">`;
const TABLES = tablesOfAnswers({
  answers: plantAnswers({ models: [NAME, "b"], datasets: { own: "bias" } }),
});

function bytesOf(value: unknown): Uint8Array {
  assert.ok(typeof value === "string");
  return Buffer.from(value, "base64");
}

Deno.test("figureBundle() gives a plain figure as an image with words, a PNG and text", () => {
  const figure = techniqueShares(TABLES);
  const bundle = figureBundle(figure);
  assert.deepEqual(Object.keys(bundle).sort(), ["image/png", "text/html", "text/plain"]);
  const html = String(bundle["text/html"]);
  const [, source, alt] =
    html.match(/^<img src="data:image\/svg\+xml;base64,([^"]+)".* alt="([^"]+)">$/) ?? [];
  assert.equal(Buffer.from(source ?? "", "base64").toString(), figure.svg);
  assert.match(alt ?? "", /^Which technique do models use\? &lt;img src=x/);
  assert.deepEqual([...bytesOf(bundle["image/png"]).subarray(1, 4)], [...Buffer.from("PNG")]);
  assert.equal(bundle["text/plain"].split("\n").length, 2 + 2, "title, blank, a line per model");
  assert.match(bundle["text/plain"], /Own \(n = \d+\): .*bias \d+ % \[\d+, \d+\]/);
});

Deno.test("figureBundle() gives an interactive figure without HTML, which would hide it", async () => {
  const figure = await techniqueExplorer(TABLES);
  const bundle = figureBundle(figure);
  assert.deepEqual(Object.keys(bundle).sort(), [VEGA_LITE_MIME, "image/png", "text/plain"]);
  assert.equal(bundle[VEGA_LITE_MIME], figure.spec);
  assert.ok(bytesOf(bundle["image/png"]).length > 1000);
});

Deno.test("showFigure() shows the same bundle in Jupyter", () => {
  const figure = techniqueShares(TABLES);
  const shown = showFigure(figure);
  assert.deepEqual(shown[Symbol.for("Jupyter.display")]?.(), figureBundle(figure));
});
