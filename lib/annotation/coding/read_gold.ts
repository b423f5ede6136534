import { isTechnique, type Technique } from "../../base/vocabulary.ts";
import type { RunFile } from "../../runs/run_file.ts";
import { majorityVote } from "../panel/majority_vote.ts";

/** An answer that people coded, with what they agree on. */
export interface GoldLabel {
  prompt_id: string;
  model: string;
  sample: number;
  /** What most of the coders say; null where they tie, or none could code it. */
  technique: Technique | null;
  /** How many coders gave a technique. */
  coders: number;
  /** Whether the coders' techniques tie. */
  isTie: boolean;
  /** How likely the answer was to be drawn, in (0, 1]; null where it is on no coding sheet. */
  inclusion: number | null;
}

const CODES = `
  SELECT a.prompt_id, a.model, a.sample, json_group_array(a.technique) AS codes,
    (SELECT min(i.inclusion) FROM code_sheet_items i WHERE i.prompt_id = a.prompt_id
      AND i.model = a.model AND i.sample = a.sample) AS inclusion
  FROM annotations a JOIN judges j USING (judge) JOIN prompts p USING (prompt_id)
  WHERE json_extract(j.spec, '$.kind') = 'person' AND a.status <> 'failed'
  GROUP BY a.prompt_id, a.model, a.sample ORDER BY p.position, a.model, a.sample`;

/** The names of the people who coded answers of a run, as its annotations have them. */
export function listCoders(run: RunFile): string[] {
  const sql = `SELECT judge FROM judges WHERE json_extract(spec, '$.kind') = 'person'
    AND judge IN (SELECT judge FROM annotations) ORDER BY rowid`;
  return run.statement(sql).all().map(({ judge }) => String(judge));
}

/**
 * What people say of the answers of a run that they coded: by majority where there are several, a tie
 * being no label.
 */
export function readGold(run: RunFile): GoldLabel[] {
  return run.statement(CODES).all().map((row) => {
    const codes: (string | null)[] = JSON.parse(String(row.codes));
    const { labels: [label = null], ties } = majorityVote([codes]);
    return {
      prompt_id: String(row.prompt_id),
      model: String(row.model),
      sample: Number(row.sample),
      technique: isTechnique(label) ? label : null,
      coders: codes.filter((code) => code !== null).length,
      isTie: ties.length > 0,
      inclusion: row.inclusion === null ? null : Number(row.inclusion),
    };
  });
}
