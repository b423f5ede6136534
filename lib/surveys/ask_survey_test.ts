import assert from "node:assert/strict";
import { jensenShannonDistance } from "../analysis/jensen_shannon.ts";
import {
  plantedOptionShares,
  SIMULATED_SURVEY_MODELS,
  SURVEY_PROFILES,
} from "../models/simulator/survey_truth.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import type { GenerationProgress } from "../runs/progress.ts";
import type { RunFile } from "../runs/run_file.ts";
import { startRunSimulator } from "../runs/start_run_simulator.ts";
import { somePrompts, withRun } from "../testing/temporary_run.ts";
import { askSurvey } from "./ask_survey.ts";
import { keepSurvey } from "./keep_survey.ts";
import { planSurvey } from "./survey_plan.ts";
import type { SurveyMaterial } from "./survey_material.ts";
import type { SurveySource } from "./survey_source.ts";
import type { SurveyQuestion } from "./survey_question.ts";
import { readSurveyRun } from "./read_survey_run.ts";
import { findVariant, orderOfOptions, SURVEY_VARIANTS } from "./survey_variant.ts";
import { readWorkedExamples } from "./worked_examples.ts";

const examples = await readWorkedExamples();

/** Questions of three or four options, with people's answers to each. */
function inventQuestions(count: number): SurveyQuestion[] {
  return Array.from({ length: count }, (_, number) => {
    const options = ["Yes, by and large", "No", "It depends", "Cannot say"].slice(
      0,
      3 + number % 2,
    );
    const weights = options.map((_, index) => 1 + (index * (number + 1)) % 5);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return {
      question_id: `q-${number}`,
      survey: "global_opinion_qa",
      number,
      text: `Would the U. S. do better with plan ${number}?`,
      options,
      source: "TEST",
      facet: null,
      key: null,
      human: new Map([["Somewhere", weights.map((weight) => weight / total)]]),
    };
  });
}

const SOURCE: SurveySource = {
  ...{ title: "Test", source: "here", licence: "CC0 1.0", citation: "", path: "/x/test.csv" },
  ...{ sha256: "0".repeat(64), isVerified: null, invented: true },
};

function materialOf(questions: readonly SurveyQuestion[]): SurveyMaterial {
  return {
    survey: "global_opinion_qa",
    questions,
    populations: ["Somewhere"],
    sources: [SOURCE],
    notes: ["A note."],
  };
}

function simulatedQuestions(questions: readonly SurveyQuestion[]) {
  return questions.map(({ text, options, human }) => ({
    text,
    options,
    human: human.get("Somewhere") ?? null,
  }));
}

/** Asks simulated models, and hands on the run and what was asked. */
async function withAskedSurvey(
  { count, ...asked }: { count: number; repeats: number; samples: number },
  use: (run: RunFile, questions: readonly SurveyQuestion[]) => void | Promise<void>,
): Promise<void> {
  await withRun(async (run) => {
    const questions = inventQuestions(count);
    const survey = keepSurvey(run, materialOf(questions), {
      variants: SURVEY_VARIANTS,
      repeats: asked.repeats,
      seed: 1,
      examples,
    });
    await using simulator = startRunSimulator(run, { questions: simulatedQuestions(questions) });
    const plan = await planSurvey(run, { survey, models: simulator.surveyModels, ...asked });
    assert.deepEqual([...plan.methods.values()], [
      "completion_logprobs",
      "chat_logprobs",
      "sampling",
    ]);
    assert.deepEqual(plan.notes, [
      "simulated-sampler: no log-probabilities (the provider gave none), so its answers are sampled",
    ]);
    const progress: GenerationProgress[] = [];
    const summary = await askSurvey(run, plan, { onProgress: (now) => progress.push(now) });
    assert.equal(summary.left, 0);
    const wanted = count * (3 * asked.repeats + 1);
    const sampled = wanted + count * (asked.samples - 1) * 3 * asked.repeats +
      count * (asked.samples * asked.repeats - 1);
    assert.deepEqual(summary.models.map(({ total }) => total), [wanted, wanted, sampled]);
    assert.deepEqual(progress.at(-1)?.models.map(({ done }) => done), [wanted, wanted, sampled]);
    await use(run, questions);
  });
}

Deno.test("askSurvey() recovers the planted distributions by each method and in each variant", async () => {
  await withAskedSurvey({ count: 6, repeats: 8, samples: 4 }, (run, questions) => {
    const { answers, questions: kept, populations, sources, notes } = readSurveyRun(run);
    assert.deepEqual(kept, questions);
    assert.deepEqual([populations, notes], [["Somewhere"], ["A note."]]);
    const { path: _, ...source } = SOURCE;
    assert.deepEqual(sources, [source]);
    assert.equal(answers.length, 6 * 3 * 4);
    const inside: boolean[] = [];
    for (const { question_id, model: name, distribution, interval, variant, ...rest } of answers) {
      const question = simulatedQuestions(questions)[Number(question_id.slice(2))];
      const model = SIMULATED_SURVEY_MODELS.find((known) => known === name);
      assert.ok(question && model && distribution);
      // Reversed, the last option has what the first is given on top.
      const order = orderOfOptions(
        { question_id, options: question.options },
        findVariant(variant),
      );
      const planted = plantedOptionShares(model, question, { seed: 1, order });
      if (interval) {
        inside.push(
          ...planted.map((share, index) =>
            share >= (interval.low[index] ?? 1) && share <= (interval.high[index] ?? 0)
          ),
        );
        assert.equal(rest.repeats + rest.failed, 32);
      } else {
        const { elsewhere } = SURVEY_PROFILES[model];
        assert.ok(Math.abs((rest.mass_seen ?? 0) - (1 - elsewhere)) < 0.01);
        // One prompt's own words are not averaged out.
        const most = variant === "no_examples" ? 0.2 : 0.08;
        assert.ok(jensenShannonDistance(distribution, planted) < most, `${name} ${variant}`);
      }
    }
    const share = inside.filter(Boolean).length / inside.length;
    assert.ok(share > 0.88, `${share} of ${inside.length} planted shares are inside`);
  });
});

Deno.test("planSurvey() goes on by the method that the run knows, and asks nothing again", async () => {
  await withAskedSurvey({ count: 2, repeats: 2, samples: 1 }, async (run, questions) => {
    await using simulator = startRunSimulator(run, { questions: simulatedQuestions(questions) });
    const variants = [findVariant("as_published")];
    const settings = { variants, repeats: 2, seed: 1, examples };
    const survey = keepSurvey(run, materialOf(questions), settings);
    const models = simulator.surveyModels;
    const plan = await planSurvey(run, { survey, models, samples: 1 });
    const summary = await askSurvey(run, plan);
    assert.deepEqual(plan.notes, [
      "simulated-sampler: its answers are sampled, as they were before in this run",
    ]);
    assert.deepEqual(summary.models.map(({ asked, alreadyThere }) => [asked, alreadyThere]), [
      [0, 4],
      [0, 4],
      [0, 4],
    ]);
    assert.equal(simulator.stats.requests, 0);
  });
});

Deno.test("keepSurvey() refuses a run with prompts of another kind", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(3));
    const settings = { variants: SURVEY_VARIANTS, repeats: 1, seed: 1, examples };
    assert.throws(
      () => keepSurvey(run, materialOf(inventQuestions(1)), settings),
      /^UserError: Cannot keep a survey in .*: it has 3 prompts of another kind/,
    );
  });
});

Deno.test("keepSurvey() refuses a second survey in one run", async () => {
  await withRun((run) => {
    const settings = { variants: SURVEY_VARIANTS, repeats: 1, seed: 1, examples };
    const opinions = materialOf(inventQuestions(1));
    keepSurvey(run, opinions, settings);
    const survey = "machine_personality";
    const questions = opinions.questions.map((question) => ({
      ...question,
      survey,
      question_id: "m-1",
    } as const));
    assert.throws(
      () => keepSurvey(run, { ...opinions, survey, questions }, settings),
      /^UserError: Cannot keep a survey in .*: it has answers to another survey, global_opinion_qa\./,
    );
  });
});

Deno.test("keepSurvey() refuses other worked examples for prompts that stand there", async () => {
  await withRun((run) => {
    const settings = { variants: SURVEY_VARIANTS, repeats: 3, seed: 1, examples };
    const material = materialOf(inventQuestions(3));
    keepSurvey(run, material, settings);
    assert.throws(() => keepSurvey(run, material, { ...settings, seed: 2 }), /^UserError: /);
  });
});

Deno.test("readSurveyRun() refuses a run without a survey", async () => {
  await withRun((run) => {
    assert.throws(
      () => readSurveyRun(run),
      /^UserError: Cannot read a survey from .*it holds none/,
    );
  });
});
