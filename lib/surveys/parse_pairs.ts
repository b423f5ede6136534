import { UserError } from "../base/user_error.ts";
import type { AlignmentPair } from "./statistics/alignment_effects.ts";

/**
 * Reads pairs of models before and after alignment: `before=after`, as `Llama-2-13b=Llama-2-13b-chat`.
 *
 * @throws {UserError} for a text that is no pair of two different models.
 */
export function parsePairs(texts: readonly string[]): AlignmentPair[] {
  return texts.map((text) => {
    const [before = "", after = "", ...more] = text.split("=").map((name) => name.trim());
    if (before === "" || after === "" || before === after || more.length > 0) {
      throw new UserError(
        `Cannot read the pair '${text}': expected two models' names with an equals sign between, ` +
          `the one before alignment first, such as llama-base=llama-chat.`,
      );
    }
    return { before, after };
  });
}
