import { TECHNIQUES } from "../base/vocabulary.ts";
import type { RunFile } from "../runs/run_file.ts";
import type { JudgedAnswers, PendingAnswer } from "./_judged_answers.ts";
import type { AnnotateOptions } from "./annotate_options.ts";
import type { AnnotationSummary } from "./annotation_summary.ts";
import { nameOfJudge } from "./judge.ts";
import { type Annotation, saveAnnotation } from "./save_annotation.ts";

/** One annotation while it runs. */
export interface AnnotationSession {
  answers: JudgedAnswers;
  summary: AnnotationSummary;
  options: AnnotateOptions;
  retryErrors: boolean;
  inFlight: number;
  report(): void;
  /** Commits and counts. */
  keep(run: RunFile, question: Judged, annotation: Annotation): void;
}

/** The answer and variant that an annotation is of. */
export type Judged = Pick<PendingAnswer, "prompt_id" | "model" | "sample"> & { variant: number };

/** Counts what is there already, before the first annotation. */
export function newSession(
  answers: JudgedAnswers,
  options: AnnotateOptions,
): AnnotationSession {
  const { judge, variants = 1, retryErrors = false } = options;
  const name = nameOfJudge(judge);
  let alreadyThere = 0;
  let beyondLimit = 0;
  for (let variant = 0; variant < variants; variant++) {
    const { inRun, upToLimit } = answers.countDone({ judge: name, variant, retryErrors });
    alreadyThere += inRun;
    beyondLimit += inRun - upToLimit;
  }
  const { empty, filtered, failed } = answers.skipped;
  const summary: AnnotationSummary = {
    judge: name,
    simulated: judge.kind === "model" && judge.spec.simulated === true,
    variants,
    total: (answers.judgeable + empty + filtered + failed) * variants,
    alreadyThere,
    parsed: 0,
    unparsed: 0,
    failed: 0,
    skipped: {
      empty: empty * variants,
      filtered: filtered * variants,
      failed: failed * variants,
    },
    left: answers.judgeable * variants - alreadyThere,
    byTechnique: zeroByTechnique(),
    stopped: null,
    aborted: false,
    seconds: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
  const started = performance.now();
  const wanted = answers.count * variants;
  const session: AnnotationSession = {
    answers,
    summary,
    options,
    retryErrors,
    inFlight: 0,
    report() {
      summary.seconds = (performance.now() - started) / 1000;
      const asked = summary.parsed + summary.unparsed + summary.failed;
      options.onProgress?.({
        seconds: summary.seconds,
        models: [{
          model: name,
          total: wanted,
          done: summary.alreadyThere - beyondLimit + asked,
          asked,
          failed: summary.failed,
          inFlight: session.inFlight,
          stopped: summary.stopped,
        }],
      });
    },
    keep(run, { prompt_id, model, sample, variant }, annotation) {
      const key = { prompt_id, model, sample, judge: name, variant };
      summary.left--;
      // Another process may have annotated it meanwhile: then that annotation stands.
      if (!saveAnnotation(run, key, annotation)) summary.alreadyThere++;
      else {
        summary[annotation.status]++;
        if (annotation.technique !== null) summary.byTechnique[annotation.technique]++;
      }
    },
  };
  return session;
}

function zeroByTechnique(): AnnotationSummary["byTechnique"] {
  return Object.fromEntries(
    TECHNIQUES.map((name) => [name, 0]),
  ) as AnnotationSummary["byTechnique"];
}
