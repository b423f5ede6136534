import assert from "node:assert/strict";
import { aPrompt, rowsOf, withRun } from "../testing/temporary_run.ts";
import { addPrompts } from "./add_prompts.ts";
import { connectModels } from "./connect_models.ts";
import { generateResponses } from "./generate_responses.ts";
import { startRunSimulator } from "./start_run_simulator.ts";

Deno.test("startRunSimulator() answers by the run's prompts, the same from the same seed", async () => {
  const answers: unknown[] = [];
  for (const seed of [3, 3, 4]) {
    await withRun(async (run) => {
      const prompts = Array.from(
        { length: 20 },
        (_, n) => aPrompt(`p${n}`, { dataset: "political_opinions", item: `i${n}` }),
      );
      addPrompts(run, prompts);
      await using simulator = startRunSimulator(run, { seed });
      await generateResponses(run, { models: connectModels(simulator.models.slice(0, 1)) });
      answers.push(rowsOf(run, "SELECT prompt_id, response FROM responses ORDER BY prompt_id"));
    });
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.notDeepEqual(answers[0], answers[2]);
});

Deno.test("startRunSimulator() goes on with the run's seed, and refuses another", async () => {
  await withRun(async (run) => {
    await using _first = startRunSimulator(run, { seed: 7 });
    await using _second = startRunSimulator(run);
    assert.throws(() => startRunSimulator(run, { seed: 8 }), /come from seed 7/);
  });
});
