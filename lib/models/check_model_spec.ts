import { z } from "zod";
import { UserError } from "../base/user_error.ts";
import { isLocal, LOCAL_URL } from "./local/local_model.ts";
import { LOCAL_OPTIONS } from "./local/local_options.ts";
import type { ModelSpec } from "./model_spec.ts";
import { MODEL_PRICES } from "./token_prices.ts";

const text = z.string("expected a text").refine(
  (value) => value.trim() !== "",
  "expected a text but found an empty one",
);

const SCHEMA = z.strictObject({
  name: text,
  model: text,
  baseURL: text.superRefine((value, context) => {
    const message = flawOfUrl(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  }),
  apiKeyEnv: z.string().regex(
    // Capitals only: most keys have small letters, and what passes here may be printed.
    /^[A-Z_][A-Z0-9_]{0,63}$/,
    "expected a variable's name in capitals, such as OPENAI_API_KEY, never a key itself",
  ).optional(),
  endpoint: z.enum(["chat", "completions"], "expected chat or completions").optional(),
  params: z.record(z.string(), z.unknown(), "expected an object of parameters").superRefine(
    (params, context) => {
      for (const key of RESERVED.filter((name) => name in params)) {
        context.addIssue({ code: "custom", path: [key], message: "it is set by the client" });
      }
    },
  ).optional(),
  system: z.string("expected a text").optional(),
  jsonSchema: z.boolean("expected true or false").optional(),
  local: LOCAL_OPTIONS.optional(),
  simulated: z.boolean("expected true or false").optional(),
  price: MODEL_PRICES.optional(),
}).superRefine(({ baseURL, local, apiKeyEnv }, context) => {
  const isOurs = isLocal({ baseURL });
  const refuse = (key: string, message: string) =>
    context.addIssue({ code: "custom", path: [key], message });
  if (local !== undefined && !isOurs) refuse("local", `it goes with the baseURL '${LOCAL_URL}'`);
  if (apiKeyEnv !== undefined && isOurs) refuse("apiKeyEnv", "a local model asks for no key");
}).superRefine(({ endpoint, system }, context) => {
  if (endpoint !== "completions" || system === undefined) return;
  const message = "expected none, since 'completions' has no place for it; use 'chat'";
  context.addIssue({ code: "custom", path: ["system"], message });
});

const RESERVED = ["model", "messages", "prompt", "stream"];

/**
 * Checks a model's description, as a cell or a models file gives it.
 *
 * @param where What the description is, for the error's sake: `the model 'x'`, `models.json, entry 2`.
 * @throws {UserError} naming the key, what was expected, and the way out.
 */
export function checkModelSpec(value: unknown, where: string): ModelSpec {
  if (typeof value === "object" && value !== null && "apiKey" in value) {
    throw new UserError(
      `Cannot use ${where}, key 'apiKey': keys are never written down. Put the key into an ` +
        `environment variable and name the variable in 'apiKeyEnv'.`,
    );
  }
  const result = SCHEMA.safeParse(value, { reportInput: true });
  if (result.success) return markSimulated(result.data);
  const [issue] = result.error.issues;
  throw new UserError(`Cannot use ${where}${issue === undefined ? "." : `, ${explain(issue)}`}`);
}

/** The simulator's models are marked even where a description of one forgets to say so. */
function markSimulated(spec: ModelSpec): ModelSpec {
  return spec.model.startsWith("simulated-") ? { ...spec, simulated: true } : spec;
}

function explain(issue: z.core.$ZodIssue): string {
  const known = Object.keys(SCHEMA.shape).join(", ");
  if (issue.code === "unrecognized_keys") {
    return `key '${issue.keys[0]}': there is no such key. Use ${known}.`;
  }
  if (issue.path.length === 0) return `expected an object with ${known}.`;
  const missing = issue.input === undefined && issue.code === "invalid_type";
  return `key '${issue.path.join(".")}': ${missing ? "it is missing" : issue.message}.`;
}

function flawOfUrl(value: string): string | null {
  const url = URL.parse(value);
  if (value === LOCAL_URL) return null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return `expected a URL that starts with http:// or https://, or '${LOCAL_URL}', but found '${value}'`;
  }
  if (url.username !== "" || url.password !== "") {
    return "a URL must not hold a user name or password; name the key's variable in 'apiKeyEnv'";
  }
  if ([...url.searchParams.keys()].some((name) => /key|token|secret/i.test(name))) {
    return "a URL must not hold a key; name the key's variable in 'apiKeyEnv'";
  }
  if (/\/chat\/completions\/?$/.test(url.pathname)) {
    return "expected the address before /chat/completions, which the client adds itself";
  }
  return null;
}
