import assert from "node:assert/strict";
import { PythonRandom } from "./python_random.ts";

/**
 * What CPython 3.11 printed for each seed, in this order: `random.seed(seed)`, the
 * `getrandbits(k)`, the `sample(range(n), k)`, 700 words thrown away, one more word.
 */
const CASES: readonly {
  seed: string;
  getrandbits: readonly (readonly [number, string])[];
  sample: readonly (readonly [number, number, readonly number[]])[];
  after_700_words: string;
}[] = JSON.parse(
  await Deno.readTextFile(new URL("./fixtures/cpython_random.json", import.meta.url)),
);

for (const { seed, getrandbits, sample, after_700_words } of CASES) {
  Deno.test(`PythonRandom draws what CPython draws from seed ${seed}`, () => {
    const random = new PythonRandom(BigInt(seed));
    for (const [count, expected] of getrandbits) {
      assert.equal(String(random.getrandbits(count)), expected, `getrandbits(${count})`);
    }
    for (const [n, k, expected] of sample) {
      const range = Array.from({ length: n }, (_, i) => i);
      assert.deepEqual(random.sample(range, k), expected, `sample(range(${n}), ${k})`);
    }
    for (let i = 0; i < 700; i++) random.getrandbits(32);
    assert.equal(String(random.getrandbits(32)), after_700_words);
  });
}

Deno.test("PythonRandom gives a seed and its negative the same draws, as CPython does", () => {
  const draws = [7n, -7n].map((seed) => new PythonRandom(seed).getrandbits(64));
  assert.equal(draws[0], draws[1]);
});

Deno.test("PythonRandom.random() gives CPython's numbers", () => {
  const expected: [bigint, number[]][] = [
    [0n, [0.8444218515250481, 0.7579544029403025, 0.420571580830845]],
    [7n, [0.32383276483316237, 0.15084917392450192, 0.6509344730398537]],
    [2n ** 70n, [0.2327882718301838, 0.4150663501741646, 0.10762663043437715]],
  ];
  for (const [seed, numbers] of expected) {
    const random = new PythonRandom(seed);
    assert.deepEqual(numbers.map(() => random.random()), numbers);
  }
});

Deno.test("PythonRandom refuses draws that cannot be made", () => {
  const random = new PythonRandom(1);
  assert.throws(() => random.sampleOne([]), /Cannot sample 1 of 0/);
  assert.throws(() => random.sample([1], 2), /Cannot sample 2 of 1/);
  assert.throws(() => random.getrandbits(-1), /Cannot draw -1 bits/);
});
