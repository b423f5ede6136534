import { z } from "zod";
import { UserError } from "../../base/user_error.ts";
import type { ModelSpec } from "../model_spec.ts";

const fraction = z.number("expected a number").min(0, "expected at least 0").max(
  1,
  "expected at most 1",
);
const penalty = z.number("expected a number").min(-2, "expected at least -2").max(
  2,
  "expected at most 2",
);
const tokens = z.int("expected a whole number").min(1, "expected at least 1");
const likeliest = z.int("expected a whole number").min(0, "expected at least 0")
  .max(20, "expected at most 20");

const SHARED = {
  /** 0 takes the likeliest token each time. Default: 1, as OpenAI's. */
  temperature: z.number("expected a number").min(0, "expected at least 0").optional(),
  top_p: fraction.optional(),
  min_p: fraction.optional(),
  /** 0 takes all. */
  top_k: z.int("expected a whole number").min(0, "expected at least 0").optional(),
  /** The same seed, prompt and weights give the same answer. Default: another one each time. */
  seed: z.int("expected a whole number").min(0, "expected at least 0").optional(),
  max_tokens: tokens.optional(),
  max_completion_tokens: tokens.optional(),
  stop: z.union([z.string(), z.array(z.string())], "expected a text or a list of texts").optional(),
  repeat_penalty: z.number("expected a number").min(0, "expected at least 0").optional(),
  frequency_penalty: penalty.optional(),
  presence_penalty: penalty.optional(),
};

const CHAT = z.strictObject({
  ...SHARED,
  logprobs: z.boolean("expected true or false").optional(),
  top_logprobs: likeliest.optional(),
  response_format: z.looseObject({ type: z.string() }, "expected an object with a type").optional(),
});

const TEXT = z.strictObject({ ...SHARED, logprobs: likeliest.optional() });

/**
 * Checks that a local model can do what its parameters ask for: what it does not know is refused, not
 * left out in silence.
 *
 * @throws {UserError} naming the parameter, and those that there are.
 */
export function checkLocalParams({ name, endpoint, params = {} }: ModelSpec): void {
  const schema = endpoint === "completions" ? TEXT : CHAT;
  const result = schema.safeParse(params);
  if (result.success) return;
  const [issue] = result.error.issues;
  const known = Object.keys(schema.shape).join(", ");
  const what = issue?.code === "unrecognized_keys"
    ? `local models know no parameter '${issue.keys[0]}'; they know ${known}`
    : `the parameter '${issue?.path.join(".")}': ${issue?.message}`;
  throw new UserError(`Cannot ask ${name}: ${what}.`);
}
