import { PythonRandom } from "../base/python_random.ts";
import type { AnnotationPromptParts } from "../materials/material.ts";
import { drawDefinitions } from "./judge_prompts.ts";

/** Which definitions a judge is shown for which answer. */
export interface JudgeWordings {
  /**
   * The definitions for one answer, one text per variant.
   *
   * @param position The prompt's position in the run, from 0.
   * @param sample Which sample of the prompt the answer is, from 0.
   */
  definitionsOf(position: number, sample: number): readonly string[];
}

/**
 * Draws a run's judge wordings from one stream per sample: seed `parts.seed + sample`, then one
 * draw per prompt in the order of their positions, whether the prompt was answered or not.
 *
 * So the wording that an answer meets depends on its prompt's position and its sample alone: not on
 * which answers are there, on when they are judged, or on the model, and every model's answers to
 * one prompt meet the same wording. For the first sample these are the study's own draws, whose
 * script starts the stream anew for each model's file.
 */
export function judgeWordings(
  { parts, variants }: { parts: AnnotationPromptParts; variants: number },
): JudgeWordings {
  const streams = new Map<number, { random: PythonRandom; drawn: (readonly string[])[] }>();
  // Few texts are possible, and many prompts share them.
  const texts = new Map<string, string>();

  function definitionsOf(position: number, sample: number): readonly string[] {
    const stream = streams.get(sample) ??
      { random: new PythonRandom(parts.seed + BigInt(sample)), drawn: [] };
    streams.set(sample, stream);
    while (stream.drawn.length <= position) {
      stream.drawn.push(drawDefinitions(stream.random, { parts, variants }).map(shared));
    }
    return stream.drawn[position] ?? [];
  }

  function shared(text: string): string {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  }

  return { definitionsOf };
}
