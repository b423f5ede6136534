import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { seedOf } from "../../analysis/bootstrap/resampling.ts";
import type { SurveyQuestion } from "../survey_question.ts";

/** How the options of questions are shuffled. */
export interface OptionShuffles {
  /** How often. */
  permutations: number;
  /**
   * A question's shuffles, one after another: at place i of each, which option's share is put there. The
   * same list for the same question and number of options.
   */
  of(question: Pick<SurveyQuestion, "question_id">, options: number): Uint16Array;
}

/** Options of {@linkcode optionShuffles}. */
export interface OptionShufflesOptions {
  /** What all draws follow from. */
  seed: number;
  permutations: number;
}

/**
 * Random orders of each question's options, every order as likely as any other (Fisher and Yates; Knuth,
 * The Art of Computer Programming 2, 3.4.2). They follow from the seed and the question's id, so that one
 * shuffle of a model serves all populations, as in the published notebooks, and models are shuffled alike.
 */
export function optionShuffles({ seed, permutations }: OptionShufflesOptions): OptionShuffles {
  const drawn = new Map<string, Uint16Array>();
  return {
    permutations,
    of({ question_id }, options) {
      const key = JSON.stringify([question_id, options]);
      const found = drawn.get(key);
      if (found !== undefined) return found;
      const orders = drawOrders(seedOf("option shuffles", seed, key), { options, permutations });
      drawn.set(key, orders);
      return orders;
    },
  };
}

function drawOrders(
  seed: number,
  { options, permutations }: { options: number; permutations: number },
): Uint16Array {
  const generator = xoroshiro128plus(seed);
  const orders = new Uint16Array(permutations * options);
  for (let start = 0; start < orders.length; start += options) {
    for (let place = 0; place < options; place++) {
      // The order grows from its start: what stood at the drawn place moves to the new one.
      const from = start + uniformInt(generator, 0, place);
      orders[start + place] = orders[from] ?? 0;
      orders[from] = place;
    }
  }
  return orders;
}
