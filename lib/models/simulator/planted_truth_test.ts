import assert from "node:assert/strict";
import { DATASETS, TECHNIQUES } from "../../base/vocabulary.ts";
import { plantedTechnique } from "./planted_truth.ts";
import { ITEM_CORRELATION, profileOf, SIMULATED_MODELS } from "./profiles.ts";

/** Codes 0–5 of the techniques planted for `items` × `perItem` prompts. */
function plant(
  model: typeof SIMULATED_MODELS[number],
  { dataset, items, perItem }: { dataset: string; items: number; perItem: number },
): number[][] {
  return Array.from({ length: items }, (_, item) =>
    Array.from({ length: perItem }, (_, format) => {
      const prompt = { input: `Prompt ${item}/${format}`, dataset, item: `item ${item}` };
      return TECHNIQUES.indexOf(plantedTechnique(model, prompt, { seed: 1 }));
    }));
}

for (const model of SIMULATED_MODELS) {
  Deno.test(`plantedTechnique() follows the profiles of ${model}`, () => {
    const [items, perItem] = [700, 2];
    for (const dataset of DATASETS) {
      const planted = plant(model, { dataset, items, perItem }).flat();
      for (const [code, share] of profileOf(model, dataset).entries()) {
        const found = planted.filter((drawn) => drawn === code).length / planted.length;
        // Answers cluster by item, which widens the error by Kish's design effect.
        const effect = 1 + (perItem - 1) * ITEM_CORRELATION;
        const error = Math.sqrt(share * (1 - share) * effect / planted.length);
        // Four standard errors over 168 comparisons: about one false alarm in a hundred seeds.
        assert.ok(Math.abs(found - share) <= 4 * error, `${dataset} ${code}: ${found} ≠ ${share}`);
      }
    }
  });
}

Deno.test("plantedTechnique() correlates answers to one item as much as it says", () => {
  const perItem = 4;
  const dataset = "universal_rights";
  const planted = plant("simulated-pluralist", { dataset, items: 3000, perItem });
  const share = profileOf("simulated-pluralist", dataset)[4];
  const products = planted.flatMap((codes) =>
    codes.flatMap((code, index) =>
      codes.slice(index + 1).map((other) =>
        (Number(code === 4) - share) * (Number(other === 4) - share)
      )
    )
  );
  const covariance = products.reduce((total, product) => total + product, 0) / products.length;
  const correlation = covariance / (share * (1 - share));
  // The standard error over 3000 items, simulated beforehand, is about 0.013.
  assert.ok(Math.abs(correlation - ITEM_CORRELATION) < 0.05, String(correlation));
});

Deno.test("plantedTechnique() does not correlate prompts of different items, datasets or models", () => {
  const share = (pairs: readonly (readonly [string, string])[]) =>
    pairs.filter(([one, other]) => one === other).length / pairs.length;
  const draw = (
    model: typeof SIMULATED_MODELS[number],
    dataset: string | null,
    item: string | null,
  ) => plantedTechnique(model, { input: `${item}?`, dataset, item }, { seed: 1 });
  const profile = profileOf("simulated-direct", null);
  const byChance = profile.reduce((total, p) => total + p * p, 0);
  const items = Array.from({ length: 2000 }, (_, index) => `item ${index}`);
  const neighbours = items.map((item) =>
    [draw("simulated-direct", "a", item), draw("simulated-direct", "a", `${item}'`)] as const
  );
  const datasets = items.map((item) =>
    [draw("simulated-direct", "a", item), draw("simulated-direct", "b", item)] as const
  );
  assert.ok(Math.abs(share(neighbours) - byChance) < 0.05, String(share(neighbours)));
  // The same text under another dataset shares the prompt's own draw, but not the item's.
  assert.ok(share(datasets) < 0.75, String(share(datasets)));
});

Deno.test("plantedTechnique() lets prompts without an item stand alone", () => {
  const drawn = new Set(
    Array.from(
      { length: 200 },
      (_, index) =>
        plantedTechnique("simulated-direct", { input: `${index}`, dataset: null, item: null }, {
          seed: 1,
        }),
    ),
  );
  assert.ok(drawn.size >= 5);
});

Deno.test("plantedTechnique() draws anew for another seed of the simulator or the request", () => {
  const prompts = Array.from({ length: 300 }, (_, index) => ({
    input: `${index}`,
    dataset: "political_opinions",
    item: null,
  }));
  const draw = (options: { seed: number; requestSeed?: number }) =>
    prompts.map((prompt) => plantedTechnique("simulated-direct", prompt, options)).join();
  assert.equal(draw({ seed: 1 }), draw({ seed: 1, requestSeed: 0 }));
  assert.notEqual(draw({ seed: 1 }), draw({ seed: 2 }));
  assert.notEqual(draw({ seed: 1 }), draw({ seed: 1, requestSeed: 1 }));
});
