import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { AnnotationPromptParts } from "../materials/material.ts";
import type { ModelClient } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { changedKey, describeSpec } from "../runs/describe_spec.ts";
import type { RunFile } from "../runs/run_file.ts";
import { type Description, nameOfSeries } from "./_name_of_series.ts";
import { RULES_VERSION } from "./rules/annotate_by_rules.ts";

/** What the run calls the judge that follows fixed rules. */
export const RULES_JUDGE = "rules";

/** Who annotates: fixed rules, or a model that is sent the judge's prompt. */
export type Judge =
  | { kind: "rules" }
  | {
    kind: "model";
    spec: ModelSpec;
    client: ModelClient;
    parts: AnnotationPromptParts;
    /** Whether the provider is asked to enforce the schema of the reply. Default: no. */
    schema?: boolean;
  };

/**
 * What is done with answers that the provider withheld (`filtered`) or that hold no text (`empty`):
 * `skip` leaves them out; `no_response` judges the text `No Response` in their place, as the study
 * did.
 */
export type MissingRule = "skip" | "no_response";

const SPEC_OF = "SELECT spec FROM judges WHERE judge = ?";
const HAS_JUDGED = "SELECT 1 FROM annotations WHERE judge = ? AND status <> 'failed'";

/** What makes one judge's annotations comparable. */
export interface JudgeIdentity {
  variants: number;
  missing: MissingRule;
}

/** What the run calls the judge. */
export function nameOfJudge(judge: Judge): string {
  return judge.kind === "rules" ? RULES_JUDGE : judge.spec.name;
}

/**
 * Notes in the run who judges under this name, and how; never a key.
 *
 * A judge that is asked in another way than before (another prompt, schema, number of variants, rule
 * for missing answers, or other parameters) takes the place of one that has not judged anything yet,
 * and else is a judge of its own, with a name that says what differs, such as
 * `gpt-4o (variants=3)`: two series of annotations are never mixed.
 *
 * @returns The judge under the name that the run keeps.
 * @throws {UserError} where the run knows another model or address under the name, or other rules.
 */
export function addJudge(run: RunFile, judge: Judge, identity: JudgeIdentity): Judge {
  const kept = judgeInRun(run, judge, identity);
  const name = nameOfJudge(kept);
  const spec = describeJudge(kept, identity);
  const stored = run.statement(SPEC_OF).get(name)?.spec;
  const simulated = kept.kind === "model" && kept.spec.simulated === true ? 1 : 0;
  if (stored === undefined) {
    run.statement("INSERT INTO judges (judge, spec, simulated) VALUES (?, ?, ?)")
      .run(name, JSON.stringify(spec), simulated);
  } else if (changedKey(JSON.parse(String(stored)), spec) !== undefined) {
    run.transaction(() => {
      run.statement("DELETE FROM annotations WHERE judge = ?").run(name);
      run.statement("UPDATE judges SET spec = ?, simulated = ? WHERE judge = ?")
        .run(JSON.stringify(spec), simulated, name);
    });
  }
  return kept;
}

/**
 * The judge under the name that the run keeps, or would keep: see {@linkcode addJudge}. Nothing is
 * written.
 *
 * @throws {UserError} as `addJudge` does.
 */
export function judgeInRun(run: RunFile, judge: Judge, identity: JudgeIdentity): Judge {
  const name = nameOfJudge(judge);
  const spec = describeJudge(judge, identity);
  const stored = run.statement(SPEC_OF).get(name)?.spec;
  if (stored === undefined) return judge;
  const before: Description = JSON.parse(String(stored));
  const changed = changedKey(before, spec);
  if (changed === undefined || run.statement(HAS_JUDGED).get(name) === undefined) return judge;
  if (judge.kind === "model" && isSameModel(before, spec)) {
    const series = nameOfSeries(name, { before, now: spec });
    return judgeInRun(run, { ...judge, spec: { ...judge.spec, name: series } }, identity);
  }
  throw new UserError(
    `Cannot annotate ${run.path} as '${name}': expected '${changed}' to be ` +
      `${JSON.stringify(before[changed]) ?? "unset"}, as in the annotations already there, but ` +
      `found ${JSON.stringify(spec[changed]) ?? "unset"}. ${wayOut(judge)}`,
  );
}

/** Whether what differs is only how it is asked. */
function isSameModel(before: Description, now: Description): boolean {
  return (["kind", "model", "baseURL", "weights", "simulated"] as const)
    .every((key) => before[key] === now[key]);
}

function describeJudge(
  judge: Judge,
  { variants, missing }: JudgeIdentity,
): Record<string, unknown> {
  if (judge.kind === "rules") return { kind: "rules", version: RULES_VERSION, missing };
  const { spec, parts, schema = false } = judge;
  return {
    kind: "model",
    ...describeSpec(spec),
    prompt_sha256: hashOfParts(parts),
    // As before where there is none, so that runs of earlier programs go on.
    ...(schema ? { schema: true } : {}),
    seed: String(parts.seed),
    variants,
    missing,
  };
}

/** The same whatever the order of keys in the material's file; the seed is told apart. */
function hashOfParts(parts: AnnotationPromptParts): string {
  const { instructions, definitions, questions, format, follow_up, input_output } = parts;
  const wordings = TECHNIQUES.map((technique) => definitions[technique]);
  const texts = [instructions, wordings, questions, format, follow_up, input_output];
  return sha256(JSON.stringify(texts));
}

function wayOut(judge: Judge): string {
  return judge.kind === "rules"
    ? "Annotate as before, or take another run folder."
    : "Annotate as before, name the judge anew in a models file, or take another run folder.";
}
