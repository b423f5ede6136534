import assert from "node:assert/strict";
import { assertDrawnAsLookedAt } from "../testing/golden_figure.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { correctedShares } from "./corrected_shares.ts";
import { renderPng } from "./export_figure.ts";
import { techniqueMatrix } from "./technique_matrix.ts";

const SOURCE = { name: "run", judge: "judge", simulated: "models" } as const;

const MATRIX = techniqueMatrix({
  name: "judge_confusion",
  title: "Where does the judge differ from people?",
  subtitle: "Per cent of the answers that people coded so; 45 answers.",
  counts: TECHNIQUES.map((_, row) =>
    TECHNIQUES.map((_, column) => row === 4 ? 0 : row === column ? 6 : Number(column === row + 1))
  ),
  rows: "what people say",
  columns: "what the judge says",
  source: SOURCE,
});

const CORRECTED = correctedShares(
  ["first", "<second>"].flatMap((model, m) =>
    TECHNIQUES.map((technique, index) => ({
      model,
      technique,
      raw: index === 5 ? null : 0.1 + index * 0.05,
      corrected: index >= 4 ? null : 0.12 + index * 0.05 + m * 0.02,
      low: index >= 4 ? null : 0.05 + index * 0.05,
      high: index >= 4 ? null : 0.3 + index * 0.05,
    }))
  ),
  { method: "prediction-powered inference", gold: 120, source: SOURCE },
);

for (const figure of [MATRIX, CORRECTED]) {
  Deno.test(`${figure.name} is drawn as it was looked at, and needs nothing outside itself`, () => {
    assertDrawnAsLookedAt(figure);
    assert.match(figure.svg, />SIMULATED DATA</);
    assert.deepEqual(renderPng(figure.svg), renderPng(figure.svg));
  });
}

Deno.test("a matrix says its rows in words, and shows no share where there is nothing", () => {
  assert.match(MATRIX.description, /^Refusal \(n = 7\): refusal 86 %, avoidance 14 %\.$/m);
  assert.match(MATRIX.description, /^No approximation \(n = 0\): none\.$/m);
  assert.equal(MATRIX.svg.match(/>–</g)?.length, 6);
});

Deno.test("corrected shares stand beside the judge's, and say where there is none", () => {
  assert.match(
    CORRECTED.description,
    /^first, refusal: 10 % as judged; corrected 12 % \[5, 30\]\.$/m,
  );
  assert.match(
    CORRECTED.description,
    /^first, no approximation: 30 % as judged; not corrected\.$/m,
  );
  assert.match(CORRECTED.description, /^first, bias: no answers\.$/m);
  assert.ok(!CORRECTED.svg.includes("<second>"));
});
