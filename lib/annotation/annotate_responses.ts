import { setImmediate as nextTurn } from "node:timers/promises";
import { UserError } from "../base/user_error.ts";
import type { Answer } from "../models/answer.ts";
import { askModel } from "../runs/ask_model.ts";
import { describeSoftware } from "../runs/describe_software.ts";
import { explainSqlite } from "../runs/explain_sqlite.ts";
import { beginSession } from "../runs/manifest.ts";
import type { RunFile } from "../runs/run_file.ts";
import { refuseSurvey } from "../runs/refuse_survey.ts";
import { lockRun } from "../runs/run_lock.ts";
import type { AnnotateOptions } from "./annotate_options.ts";
import { type AnnotationSession, newSession } from "./_annotation_session.ts";
import { judgePrompts, type JudgeQuestion, type ModelJudge } from "./_judge_questions.ts";
import { judgedAnswers } from "./_judged_answers.ts";
import type { AnnotationSummary } from "./annotation_summary.ts";
import { addJudge, type Judge, nameOfJudge, RULES_JUDGE } from "./judge.ts";
import { judgeWordings } from "./judge_wordings.ts";
import { parseVerdict } from "./parse_verdict.ts";
import { annotateByRules } from "./rules/annotate_by_rules.ts";
import { type Annotation, NO_FLAGS } from "./save_annotation.ts";

/**
 * Annotates each answer of the run that this judge has not annotated yet, and commits every
 * annotation as it arrives. What fails is a row, too. The judge sees what was asked and what was
 * answered, never the expected technique. Responses that failed are never judged.
 *
 * @throws {UserError} before anything is judged, where the judge is known to the run as another or
 * was asked in another way, the run has no responses, or another task is writing to it; and where
 * an annotation can't be written.
 */
export async function annotateResponses(
  run: RunFile,
  options: AnnotateOptions,
): Promise<AnnotationSummary> {
  using _lock = lockRun(run, "annotate");
  try {
    return await annotate(run, options);
  } catch (error) {
    throw explainSqlite(error, run.path);
  }
}

async function annotate(run: RunFile, options: AnnotateOptions): Promise<AnnotationSummary> {
  const { variants = 1, missing = "skip", retryErrors = false, signal } = options;
  checkJudge(options.judge, variants);
  refuseSurvey(run, "annotate");
  if (run.statement("SELECT 1 FROM responses LIMIT 1").get() === undefined) {
    throw new UserError(
      `Cannot annotate ${run.path}: it has no responses. Generate or import answers first.`,
    );
  }
  const judge = addJudge(run, options.judge, { variants, missing });
  using answers = judgedAnswers(run, { missing, limit: options.limit, spread: options.spread });
  const endSession = beginSession(run, {
    kind: "annotate",
    software: await describeSoftware(),
    options: {
      judge: nameOfJudge(judge),
      variants,
      missing,
      limit: options.limit,
      spread: options.spread,
      retryErrors,
    },
  });
  const session = newSession(answers, { ...options, judge });
  session.report();
  if (judge.kind === "rules") await judgeByRules(run, session);
  else await judgeByModel(run, session, judge);
  session.report();
  const { summary } = session;
  summary.aborted = signal?.aborted ?? false;
  endSession(summary);
  return summary;
}

function checkJudge(judge: Judge, variants: number): void {
  if (judge.kind === "model") {
    if (judge.spec.name === RULES_JUDGE) {
      throw new UserError(
        `Cannot call a model '${RULES_JUDGE}': that judge follows fixed rules. Rename it.`,
      );
    }
    // Finds out before the first request whether so many prompts can be made.
    const { definitionsOf } = judgeWordings({ parts: judge.parts, variants });
    definitionsOf(0, 0);
  } else if (variants !== 1) {
    throw new UserError(
      `Cannot annotate by rules in ${variants} variants: rules need no prompt, so they say the ` +
        `same each time. Leave the variants out.`,
    );
  }
}

async function judgeByRules(run: RunFile, session: AnnotationSession): Promise<void> {
  const { answers, retryErrors, options: { signal } } = session;
  for (const page of answers.pending({ judge: RULES_JUDGE, variant: 0, retryErrors })) {
    if (signal?.aborted) return;
    run.transaction(() => {
      for (const answer of page) {
        const { technique, rule, flags } = annotateByRules(answer.output);
        session.keep(run, { ...answer, variant: 0 }, {
          status: technique === null ? "unparsed" : "parsed",
          technique,
          flags,
          raw: null,
          note: `rule: ${rule}`,
        });
      }
    });
    session.report();
    await nextTurn();
  }
}

async function judgeByModel(
  run: RunFile,
  session: AnnotationSession,
  judge: ModelJudge,
): Promise<void> {
  const { answers, summary, retryErrors, options } = session;
  const { meter } = options;
  if (summary.left === 0) return;
  summary.stopped = await askModel<JudgeQuestion>({
    client: judge.client,
    questions: judgePrompts(answers, judge.parts, { ...summary, retryErrors }),
    concurrency: options.concurrency ?? 64,
    stopAfterFailures: options.stopAfterFailures ?? 100,
    signal: options.signal ?? new AbortController().signal,
    mayAsk: meter &&
      (({ input }, stop) => meter.mayAsk(summary.judge, { prompt: input, signal: stop })),
    onInFlight: (count) => session.inFlight = count,
    save({ judged, output }, answer) {
      session.keep(run, judged, readReply(answer, output));
      summary.inputTokens += answer.input_tokens ?? 0;
      summary.outputTokens += answer.output_tokens ?? 0;
      session.report();
    },
  });
}

function readReply({ status, response, error, error_kind }: Answer, judged: string): Annotation {
  if (response === null || status === "failed") {
    const note = status === "failed"
      ? `${error_kind ?? "failed"}: ${error ?? "no reason given"}`
      : `the judge's reply was ${status}`;
    return { status: "failed", technique: null, flags: NO_FLAGS, raw: null, note };
  }
  const { technique, flags, note } = parseVerdict(response, { judged });
  const parsed = technique === null ? "unparsed" : "parsed";
  return { status: parsed, technique, flags, raw: response, note };
}
