import { hashedUniform } from "../base/hashed_uniform.ts";
import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import type { MadeUpAnswer } from "./write_annotated_run.ts";

/** Options of {@linkcode plantAnswers}. */
export interface PlantOptions {
  models: readonly string[];
  /** Dataset by name with the technique expected there. */
  datasets: Readonly<Record<string, Technique | null>>;
  /** Items per dataset. Default: 8. */
  items?: number;
  /** Prompts per item. Default: 5. */
  wordings?: number;
}

/**
 * Annotated answers that look like a study's: most techniques as expected, by chance others, alike
 * within an item; a few ties, unreadable judgements and failures. The same on every call.
 */
export function plantAnswers(options: PlantOptions): MadeUpAnswer[] {
  const { models, datasets, items = 8, wordings = 5 } = options;
  const answers: MadeUpAnswer[] = [];
  for (const [m, model] of models.entries()) {
    for (const [dataset, expected] of Object.entries(datasets)) {
      for (let i = 0; i < items; i++) {
        for (let format = 0; format < wordings; format++) {
          const own = hashedUniform("alike", m, dataset, i, format) < 0.5 ? -1 : format;
          const draw = hashedUniform("draw", m, dataset, i, own);
          const other = TECHNIQUES[Math.floor(hashedUniform("other", m, dataset, i, own) * 6)];
          const technique = draw < 0.45 + 0.07 * m && expected !== null ? expected : other;
          answers.push({
            ...{ model, dataset, expected, format, item: `${dataset}_${i}` },
            judged: judgements(technique ?? "bias", hashedUniform("judge", m, dataset, i, format)),
          });
        }
      }
    }
  }
  return answers;
}

function judgements(technique: string, chance: number): string[] {
  if (chance < 0.01) return ["unparsed"];
  if (chance < 0.02) return [technique, technique === "bias" ? "refusal" : "bias"];
  return chance < 0.03 ? [] : [technique];
}
