import type { ChatRequestBody, TextRequestBody } from "../../chat_request.ts";
import { idleThreads } from "../idle_threads.ts";
import { errorBody, fingerprint, modelName } from "./completion_body.ts";
import { followLoad } from "./follow_load.ts";
import { generate } from "./generate.ts";
import { likeliestTokens } from "./likeliest_tokens.ts";
import type { ChatItem, Llama, LlamaModule, Model, Sequence, Token } from "./llama_types.ts";
import type { WorkerJob } from "./messages.ts";
import { samplingOf } from "./sampling_of.ts";

/** A model in memory, ready for one request after the other. */
export interface LocalSession {
  chat(body: ChatRequestBody, signal: AbortSignal): Promise<unknown>;
  complete(body: TextRequestBody, signal: AbortSignal): Promise<unknown>;
}

/** A loaded model, and all that a request needs of it. */
export interface Loaded {
  job: WorkerJob;
  llama: Llama;
  llamaModule: LlamaModule;
  model: Model;
  sequence: Sequence;
  /** Most tokens of prompt and answer together. */
  contextTokens: number;
}

/** Where nobody says how many. */
const MOST_THREADS = idleThreads({ cores: navigator.hardwareConcurrency, others: 0 });

/** Loads the model of a job. */
export async function openSession(job: WorkerJob): Promise<LocalSession> {
  // One module of the package awaits at its top, and under Deno 2.8.1 four of ten imports of the whole
  // never ended; with that one imported beforehand all do.
  await import(new URL("./config.js", job.module).href);
  const llamaModule: LlamaModule = await import(job.module);
  const llama = await llamaModule.getLlama({
    // Macs have no prebuilt form without one.
    gpu: Deno.build.os === "darwin" ? "auto" : false,
    build: "never",
    maxThreads: job.threads ?? MOST_THREADS,
    logLevel: "error",
    logger: (_level, message) => console.error(message),
  });
  const model = await llama.loadModel({ modelPath: job.weights, useMmap: true });
  const wanted = Math.min(job.contextTokens, model.trainContextSize);
  const context = await model.createContext({
    contextSize: wanted,
    threads: { ideal: job.threads ?? MOST_THREADS, min: 1 },
    sequences: 1,
  });
  const contextTokens = Math.min(wanted, context.contextSize);
  const sequence = context.getSequence();
  if (job.threads === null) followLoad((threads) => llama.maxThreads = threads);
  const loaded = { job, llama, llamaModule, model, sequence, contextTokens };
  return {
    chat: (body, signal) => answer(loaded, { prompt: chatTokens(loaded, body), body, signal }),
    complete: (body, signal) => answer(loaded, { prompt: textTokens(loaded, body), body, signal }),
  };
}

/** The prompt in the model's own chat template; what looks like a mark of it in a text is text. */
function chatTokens(
  { llamaModule, model }: Loaded,
  { messages }: ChatRequestBody,
): Token[] | string {
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  if (template === undefined) {
    return "these weights have no chat template: ask them with the endpoint 'completions'";
  }
  const history = messages.map(({ role, content }): ChatItem => ({
    type: role === "system" ? "system" : "user",
    text: String(content),
  }));
  const wrapper = new llamaModule.JinjaTemplateChatWrapper({
    template,
    tokenizer: model.tokenizer,
  });
  const { contextText } = wrapper.generateContextState({
    chatHistory: [...history, { type: "model", response: [] }],
  });
  return contextText.tokenize(model.tokenizer);
}

function textTokens({ model }: Loaded, { prompt }: TextRequestBody): Token[] {
  const { shouldPrependBosToken, bos } = model.tokens;
  const tokens = model.tokenize(String(prompt));
  return shouldPrependBosToken && bos !== null ? [bos, ...tokens] : tokens;
}

interface AnswerOptions {
  prompt: Token[] | string;
  body: ChatRequestBody | TextRequestBody;
  signal: AbortSignal;
}

async function answer(loaded: Loaded, { prompt, body, signal }: AnswerOptions): Promise<unknown> {
  const { model, sequence, contextTokens } = loaded;
  if (typeof prompt === "string") return errorBody("invalid_request_error", prompt);
  if (prompt.length === 0) return errorBody("invalid_request_error", "the prompt is empty");
  if (prompt.length >= contextTokens) {
    return errorBody(
      "context_length_exceeded",
      `the prompt has ${prompt.length} tokens, and prompt and answer together may have ` +
        `${contextTokens} ("local": { "contextTokens": … } changes it, up to the model's own ` +
        `${model.trainContextSize})`,
    );
  }
  await sequence.clearHistory();
  const wanted = wantedLikeliest(body);
  const top = wanted === 0 ? null : await likeliestTokens(loaded, { prompt, count: wanted });
  const generated = await generate(loaded, {
    // What was read for the likeliest tokens is in memory, but for the last.
    unread: top === null ? prompt : prompt.slice(-1),
    prompt,
    sampling: await samplingOf(loaded, body),
    maxTokens: Math.min(limitOf(body) ?? Infinity, contextTokens - prompt.length),
    stops: [body.stop ?? []].flat(),
    isObject: isHeldToObject(body),
    signal,
  });
  return {
    object: "messages" in body ? "chat.completion" : "text_completion",
    model: modelName(loaded),
    system_fingerprint: fingerprint(loaded),
    choices: ["messages" in body ? chatChoice(generated, top) : textChoice(generated, top)],
    usage: {
      prompt_tokens: prompt.length,
      completion_tokens: generated.tokens,
      total_tokens: prompt.length + generated.tokens,
    },
  };
}

function isHeldToObject(body: ChatRequestBody | TextRequestBody): boolean {
  const format = "messages" in body ? body.response_format : undefined;
  return format?.type === "json_schema" && format.json_schema.schema?.type === "object";
}

function wantedLikeliest(body: ChatRequestBody | TextRequestBody): number {
  if ("messages" in body) return body.logprobs === true ? body.top_logprobs ?? 0 : 0;
  return typeof body.logprobs === "number" ? body.logprobs : 0;
}

function limitOf(body: ChatRequestBody | TextRequestBody): number | null | undefined {
  const later = "messages" in body ? body.max_completion_tokens : null;
  return body.max_tokens ?? later;
}

interface Generated {
  text: string;
  finish_reason: "stop" | "length";
}

type Likeliest = readonly (readonly [string, number])[] | null;

function chatChoice({ text, finish_reason }: Generated, top: Likeliest): unknown {
  const message = { role: "assistant", content: text };
  if (top === null) return { index: 0, message, finish_reason };
  const top_logprobs = top.map(([token, logprob]) => ({ token, logprob }));
  return { index: 0, message, finish_reason, logprobs: { content: [{ top_logprobs }] } };
}

function textChoice({ text, finish_reason }: Generated, top: Likeliest): unknown {
  if (top === null) return { index: 0, text, finish_reason };
  // The likelier of two tokens of one spelling comes first, and stays.
  const byToken = Object.fromEntries([...top].reverse());
  return { index: 0, text, finish_reason, logprobs: { top_logprobs: [byToken] } };
}
