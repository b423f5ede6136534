import assert from "node:assert/strict";
import { DATASETS, TECHNIQUES } from "../../base/vocabulary.ts";
import {
  DEFAULT_DATASET,
  drawFromProfile,
  JUDGE_CONFUSION,
  type Profile,
  profileOf,
  PROFILES,
  SIMULATED_MODELS,
} from "./profiles.ts";

function sum(profile: Profile): number {
  return profile.reduce((total, probability) => total + probability, 0);
}

Deno.test("PROFILES has six probabilities that sum to 1 for each model and dataset", () => {
  for (const model of SIMULATED_MODELS) {
    assert.deepEqual(Object.keys(PROFILES[model]), [...DATASETS, DEFAULT_DATASET]);
    for (const profile of Object.values(PROFILES[model])) {
      assert.ok(profile.every((probability) => probability >= 0));
      assert.ok(Math.abs(sum(profile) - 1) < 1e-12, `${model}: ${profile}`);
    }
  }
});

Deno.test("PROFILES tells any two models apart on every dataset", () => {
  for (const dataset of DATASETS) {
    for (const [index, one] of SIMULATED_MODELS.entries()) {
      for (const other of SIMULATED_MODELS.slice(index + 1)) {
        const a = profileOf(one, dataset);
        const b = profileOf(other, dataset);
        const distance = a.reduce((total, p, i) => total + Math.abs(p - (b[i] ?? 0)), 0) / 2;
        assert.ok(distance >= 0.07, `${one}, ${other}, ${dataset}: ${distance}`);
      }
    }
  }
});

Deno.test("JUDGE_CONFUSION is right in 88 to 95 per cent of each technique", () => {
  for (const [index, technique] of TECHNIQUES.entries()) {
    const row = JUDGE_CONFUSION[technique];
    const right = row[index] ?? 0;
    assert.ok(right >= 0.88 && right <= 0.95, technique);
    assert.ok(Math.abs(sum(row) - 1) < 1e-12, technique);
  }
});

Deno.test("drawFromProfile() gives each technique the stretch of its probability", () => {
  const profile: Profile = [0.25, 0, 0.25, 0.5, 0, 0];
  const draws = [0, 0.2499, 0.25, 0.4999, 0.5, 0.9999].map((uniform) =>
    drawFromProfile(profile, uniform)
  );
  assert.deepEqual(draws, [0, 0, 2, 2, 3, 3]);
});

Deno.test("drawFromProfile() never draws what is impossible when rounding loses a hair", () => {
  assert.equal(drawFromProfile([0.1, 0.2, 0.7 - 1e-12, 0, 0, 0], 1 - 1e-16), 2);
  assert.equal(drawFromProfile([0.5, 0.5 - 1e-9, 0, 0, 0, 0], 1 - 1e-12), 1);
});

Deno.test("profileOf() falls back to the default for datasets that it does not know", () => {
  const fallback = PROFILES["simulated-direct"][DEFAULT_DATASET];
  for (const dataset of [null, "mine", "constructor", "default"]) {
    assert.equal(profileOf("simulated-direct", dataset), fallback);
  }
});
