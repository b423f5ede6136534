import type { Technique } from "../../base/vocabulary.ts";
import type { LabelTable } from "../agreement/label_table.ts";

/** One series of annotations: a judge asked with one of its prompts. */
export interface PanelRater {
  /** `judge`, or `judge #2` where the panel holds several variants of it (counted from 1). */
  name: string;
  judge: string;
  /** Which of the judge's prompts, from 0. */
  variant: number;
  /** Answers for which it gave a technique. */
  parsed: number;
  /** Answers for which its reply says none. */
  unparsed: number;
  /** Answers for which it gave no reply. */
  failed: number;
  /** Answers of the panel that it was not asked about. */
  missing: number;
}

/** An answer that a panel judged. */
export interface PanelAnswer {
  prompt_id: string;
  model: string;
  sample: number;
  /** Null where the prompt has none. */
  dataset: string | null;
  /** What answers cluster by: the item, or the prompt where the item is not known. */
  cluster: string;
}

/** What several judges and variants said of a run's answers. */
export interface Panel {
  raters: PanelRater[];
  /** Answers with an annotation by one of the raters, in the run's order (model, prompt, sample). */
  answers: PanelAnswer[];
  /** One row per answer, one label per rater; null where there is no technique. */
  labels: (Technique | null)[][];
  /** Responses of the run (of the models asked for) that none of the raters annotated. */
  notJudged: number;
}

/** A panel's columns by judge, as `dawidSkene` takes them. */
export function judgesOf(panel: Panel): string[] {
  return panel.raters.map(({ judge }) => judge);
}

/** A panel as `measureAgreement` takes it, clustered by item. */
export function panelTable({ raters, answers, labels }: Panel): LabelTable {
  return {
    raters: raters.map(({ name }) => name),
    rows: labels,
    clusters: answers.map(({ cluster }) => cluster),
  };
}
