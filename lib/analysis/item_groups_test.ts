import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { plantVerdicts } from "../testing/plant_verdicts.ts";
import { codeVerdicts } from "./bootstrap/code_verdicts.ts";
import { decompose } from "./_decompose.ts";
import { groupItems } from "./_item_groups.ts";
import { varianceComponents } from "./variance_components.ts";
import { VARIANCE_SOURCES } from "./variance_row.ts";

const ORDER = { models: ["a", "b", "c"], datasets: ["d", "e"] };

/** 900 items, a third of which are in both datasets. */
const VERDICTS = plantVerdicts({
  ...{ seed: 12, models: ORDER.models, shares: () => [0.1, 0.1, 0.4, 0.2, 0.1, 0.1] },
  alike: { item: 0.4, model_item: 0.3 },
  datasets: [
    { ...{ dataset: "d", expected: "bias", items: 900, formats: 3 }, itemPrefix: "item" },
    { ...{ dataset: "e", expected: null, items: 300, formats: 2 }, itemPrefix: "item" },
  ],
});

Deno.test("groupItems() leaves each item alone where there are few", () => {
  assert.deepEqual(groupItems(["d", "e", "d"], 3), [[0], [1], [2]]);
  assert.deepEqual(groupItems([], 3), []);
});

Deno.test("groupItems() deals the items of each stratum evenly, each once, and always alike", () => {
  const strata = Array.from({ length: 5000 }, (_, i) => i % 50 === 0 ? "few" : i % 5 ? "d" : "e");
  const groups = groupItems(strata, 1000);
  assert.deepEqual(groups.flat().sort((a, b) => a - b), [...strata.keys()]);
  const sizes = new Map<string, number[]>();
  for (const group of groups) {
    const [stratum = "", ...others] = new Set(group.map((item) => strata[item]));
    assert.deepEqual(others, [], "items of several strata in a group");
    sizes.set(stratum, [...sizes.get(stratum) ?? [], group.length]);
  }
  // 4,000, 900 and 100 items.
  assert.deepEqual(sizes.get("d"), Array<number>(800).fill(5));
  assert.deepEqual(sizes.get("e"), Array<number>(180).fill(5));
  assert.deepEqual(sizes.get("few"), Array<number>(100).fill(1));
  assert.deepEqual(groupItems(strata, 1000), groups);
  const inOrder = groups.filter((group) =>
    group.length > 1 && group.every((item, i) => item > (group[i - 1] ?? -1))
  );
  assert.ok(inOrder.length < groups.length / 10, "dealt in the order of the items");
});

Deno.test("decompose() without a group gives what the other items give alone", () => {
  const coded = codeVerdicts(VERDICTS, ORDER);
  const ofBias = (of: typeof coded) => ({
    bits: Uint8Array.from(of.technique, (code) => Number(TECHNIQUES[code] === "bias")),
    count: 1,
  });
  const { without, strata } = decompose(coded, { outcomes: ofBias(coded), mostGroups: 250 });
  // 600 items of one dataset, and 300 of both.
  assert.deepEqual([strata.length, new Set(strata).size], [267, 2]);
  const names = [...new Set(VERDICTS.getColumn("cluster").toArray().map(String))].sort();
  const shared = new Set(
    VERDICTS.filter(pl.col("dataset").eq(pl.lit("e"))).getColumn("cluster").toArray().map(String),
  );
  const groups = groupItems(names.map((name) => shared.has(name) ? "0,1" : "0"), 250);
  for (const place of [0, 100, 266]) {
    const left = groups[place]?.map((item) => names[item] ?? "") ?? [];
    const rest = codeVerdicts(VERDICTS.filter(pl.col("cluster").isIn(left).not()), ORDER);
    const [expected = []] = decompose(rest, { outcomes: ofBias(rest) }).components;
    VARIANCE_SOURCES.forEach((source, at) => {
      const [one, other] = [without[place]?.[0]?.[at] ?? 9, expected[at] ?? 9];
      assert.ok(Math.abs(one - other) < 1e-10, `${source}: ${one} instead of ${other}`);
    });
  }
});

Deno.test("varianceComponents() has intervals as wide with groups of items as without each item", () => {
  const [each, grouped] = [1000, 250].map((mostGroups) =>
    varianceComponents(VERDICTS, ORDER, { mostGroups }).rows
  );
  const widths: number[] = [];
  each?.forEach((row, index) => {
    const other = grouped?.[index];
    assert.ok(
      Math.abs((other?.variance ?? 9) - (row.variance ?? 9)) < 1e-12,
      "groups move estimates",
    );
    // What is cut off at 0 has a width of its own.
    if (row.low === null || row.high === null || row.low === 0) return;
    widths.push(((other?.high ?? 0) - (other?.low ?? 0)) / (row.high - row.low));
  });
  assert.ok(widths.length > 20);
  const mean = widths.reduce((sum, width) => sum + width) / widths.length;
  // A variance of 267 groups differs by √(2/267) = 9 % of itself by chance, its root by half of that.
  assert.ok(Math.abs(mean - 1) < 0.05, `${mean}`);
  for (const width of widths) assert.ok(Math.abs(width - 1) < 4 * 0.045, `${width}`);
});
