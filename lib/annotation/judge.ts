import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { AnnotationPromptParts } from "../materials/material.ts";
import type { ModelClient } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { changedKey, describeSpec } from "../runs/add_model.ts";
import type { RunFile } from "../runs/run_file.ts";
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
 * Notes in the run who judges under this name, and how; never a key. A changed judge takes the place
 * of one that has not judged anything yet.
 *
 * @throws {UserError} where the run knows another judge under the name, or the same one asked in
 * another way: the two series of annotations would be mixed.
 */
export function addJudge(run: RunFile, judge: Judge, identity: JudgeIdentity): void {
  const name = nameOfJudge(judge);
  const spec = describeJudge(judge, identity);
  const stored = run.statement("SELECT spec FROM judges WHERE judge = ?").get(name)?.spec;
  const simulated = judge.kind === "model" && judge.spec.simulated === true ? 1 : 0;
  if (stored === undefined) {
    run.statement("INSERT INTO judges (judge, spec, simulated) VALUES (?, ?, ?)")
      .run(name, JSON.stringify(spec), simulated);
    return;
  }
  const before: Record<string, unknown> = JSON.parse(String(stored));
  const changed = changedKey(before, spec);
  if (changed === undefined) return;
  if (run.statement(HAS_JUDGED).get(name) === undefined) {
    run.transaction(() => {
      run.statement("DELETE FROM annotations WHERE judge = ?").run(name);
      run.statement("UPDATE judges SET spec = ?, simulated = ? WHERE judge = ?")
        .run(JSON.stringify(spec), simulated, name);
    });
    return;
  }
  throw new UserError(
    `Cannot annotate ${run.path} as '${name}': expected '${changed}' to be ` +
      `${JSON.stringify(before[changed]) ?? "unset"}, as in the annotations already there, but ` +
      `found ${JSON.stringify(spec[changed]) ?? "unset"}. ${wayOut(judge)}`,
  );
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
