import type { RunFile } from "./run_file.ts";
import type { ResponseOrigin } from "./save_response.ts";

/** What a model's rows of one origin say of tokens. Failed rows are only counted. */
export interface UsageOfRows {
  model: string;
  origin: ResponseOrigin;
  /** Rows that did not fail. */
  answers: number;
  failed: number;
  /** Of `answers`: those whose provider counted both input and output. The sums are over these. */
  counted: number;
  input: number;
  cached: number;
  output: number;
  /** The texts of the other answers: bytes of UTF-8 of the prompts, and of what came back. */
  uncountedPromptBytes: number;
  uncountedAnswerBytes: number;
}

const IS_COUNTED = "input_tokens IS NOT NULL AND output_tokens IS NOT NULL";
const SUMS = `SELECT model, origin,
    count(*) FILTER (WHERE status <> 'failed') AS answers,
    count(*) FILTER (WHERE status = 'failed') AS failed,
    count(*) FILTER (WHERE status <> 'failed' AND ${IS_COUNTED}) AS counted,
    total(input_tokens) FILTER (WHERE status <> 'failed' AND ${IS_COUNTED}) AS input,
    total(cached_input_tokens) FILTER (WHERE status <> 'failed' AND ${IS_COUNTED}) AS cached,
    total(output_tokens) FILTER (WHERE status <> 'failed' AND ${IS_COUNTED}) AS output
  FROM responses GROUP BY model, origin ORDER BY model, origin`;
const UNCOUNTED = `SELECT total(octet_length(input)) AS prompts,
    total(coalesce(octet_length(response), 0) + coalesce(octet_length(thinking), 0)) AS answers
  FROM responses JOIN prompts USING (prompt_id)
  WHERE model = ? AND origin = ? AND status <> 'failed' AND NOT (${IS_COUNTED})`;

/** Sums up the run's rows, in one pass over them; by model and origin, in alphabetical order. */
export function readTokenUsage(run: RunFile): UsageOfRows[] {
  return run.statement(SUMS).all().map((row) => {
    const usage = {
      model: String(row.model),
      origin: originOf(row.origin),
      answers: Number(row.answers),
      failed: Number(row.failed),
      counted: Number(row.counted),
      input: Number(row.input),
      cached: Number(row.cached),
      output: Number(row.output),
    };
    const texts = usage.counted === usage.answers
      ? undefined
      : run.statement(UNCOUNTED).get(usage.model, usage.origin);
    return {
      ...usage,
      uncountedPromptBytes: Number(texts?.prompts ?? 0),
      uncountedAnswerBytes: Number(texts?.answers ?? 0),
    };
  });
}

function originOf(value: unknown): ResponseOrigin {
  return value === "batch" || value === "import" || value === "reuse" ? value : "asked";
}

/** Fewer say too little. */
export const ENOUGH_ANSWERS = 20;

const OBSERVED = `SELECT count(*) AS requests, total(octet_length(input)) AS bytes,
    total(input_tokens) AS tokens
  FROM (SELECT prompt_id, input_tokens FROM responses
    WHERE model = ? AND input_tokens > 0 AND origin IN ('asked', 'batch') LIMIT 2000)
  JOIN prompts USING (prompt_id)`;

/**
 * How many bytes of its requests a model's provider took for a token, over up to 2,000 of them; or
 * undefined where there are fewer than {@linkcode ENOUGH_ANSWERS}.
 *
 * @param systemBytes What the system message adds to each.
 */
export function observeBytesPerToken(
  run: RunFile,
  { model, systemBytes }: { model: string; systemBytes: number },
): { bytesPerToken: number; requests: number } | undefined {
  const row = run.statement(OBSERVED).get(model);
  const requests = Number(row?.requests ?? 0);
  const bytes = Number(row?.bytes ?? 0) + requests * systemBytes;
  if (requests < ENOUGH_ANSWERS || bytes === 0) return undefined;
  return { bytesPerToken: bytes / Number(row?.tokens), requests };
}
