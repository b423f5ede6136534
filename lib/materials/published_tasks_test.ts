import assert from "node:assert/strict";
import { publishedTask } from "./published_tasks.ts";

const NAMES: readonly (readonly [string, string])[] = [
  ["conspiracy_good_faith", "consipracy_good"],
  ["conspiracy_bad_faith", "consipracy_bad"],
  ["unsafe_requests", "unsafe_questions"],
  ["political_opinion_pct_rep", "political_opinion_pct_rep"],
  ["a task of one's own", "a task of one's own"],
];

for (const [ours, published] of NAMES) {
  Deno.test(`publishedTask() spells ${ours} as ${published}`, () => {
    assert.equal(publishedTask(ours), published);
  });
}
