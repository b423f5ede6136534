import assert from "node:assert/strict";
import { samplePrompts } from "./_sampled_prompts.ts";

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

function draw(count: number, size: number, seed = 1): number[] {
  return [...samplePrompts(numbers(count), { count, size, seed })];
}

Deno.test("samplePrompts() takes as many as are wanted, one of each stretch, in order", () => {
  const drawn = draw(10_000, 100);
  assert.equal(drawn.length, 100);
  for (const [stretch, number] of drawn.entries()) {
    assert.equal(Math.floor(number / 100), stretch);
  }
});

Deno.test("samplePrompts() takes all where no more are there than wanted", () => {
  assert.deepEqual(draw(7, 100), numbers(7));
  assert.deepEqual(draw(0, 100), []);
});

Deno.test("samplePrompts() draws the same for a seed, and otherwise for another", () => {
  assert.deepEqual(draw(5000, 50, 3), draw(5000, 50, 3));
  assert.notDeepEqual(draw(5000, 50, 3), draw(5000, 50, 4));
});

Deno.test("samplePrompts() is not misled by a rhythm of the stream", () => {
  // Ten wordings to each question, of 10, 20, … 100 tokens: their mean is 55.
  const lengths = draw(100_000, 2000).map((number) => 10 * (number % 10 + 1));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  // The standard error is 28.7 / √2000 = 0.64.
  assert.ok(Math.abs(mean - 55) < 2.6, `${mean}`);
});

Deno.test("samplePrompts() reads no further than the last one drawn", () => {
  let read = 0;
  function* stream(): Generator<number> {
    for (const number of numbers(1000)) {
      read++;
      yield number;
    }
  }
  const [drawn] = samplePrompts(stream(), { count: 1000, size: 1, seed: 1 });
  assert.equal(read, (drawn ?? 0) + 1);
});
