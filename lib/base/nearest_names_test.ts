import assert from "node:assert/strict";
import { nearestNames } from "./nearest_names.ts";

const NAMES = ["gpt-4o", "gpt-4o-mini", "claude-3.5-sonnet", "olmo-2-13b", "o3"];

for (
  const [typed, expected] of [
    ["gpt-4p", ["gpt-4o"]],
    ["GPT4o", ["gpt-4o"]],
    ["gpt", ["gpt-4o", "gpt-4o-mini"]],
    ["claude-3-5-sonet", ["claude-3.5-sonnet"]],
    ["mistral-large", []],
    ["o4", ["o3"]],
  ] as const
) {
  Deno.test(`nearestNames() takes '${typed}' for ${expected.join(", ") || "nothing it knows"}`, () => {
    assert.deepEqual(nearestNames(typed, NAMES), expected);
  });
}

Deno.test("nearestNames() gives three at most, the nearest first", () => {
  assert.deepEqual(nearestNames("abcdef", ["abcdxx", "abcdef1", "abcdeg2", "abcdefg", "abcxef"]), [
    "abcdef1",
    "abcdefg",
    "abcxef",
  ]);
});
