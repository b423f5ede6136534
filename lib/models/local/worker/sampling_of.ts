import type { ChatRequestBody, TextRequestBody } from "../../chat_request.ts";
import type { Loaded } from "./local_session.ts";
import type { SamplingOptions } from "./llama_types.ts";

/** Parameters that servers of local models know beside OpenAI's. */
interface LocalParams {
  top_k?: number;
  min_p?: number;
  repeat_penalty?: number;
}

/** How next tokens are chosen, but for what depends on the answer so far. */
export interface Sampling extends Omit<SamplingOptions, "repeatPenalty"> {
  penalty: number;
  frequencyPenalty: number;
  presencePenalty: number;
}

/** How a request wants its tokens chosen; what it leaves out is as OpenAI has it. */
export async function samplingOf(
  loaded: Loaded,
  body: (ChatRequestBody | TextRequestBody) & LocalParams,
): Promise<Sampling> {
  return {
    temperature: body.temperature ?? 1,
    topK: body.top_k ?? 0,
    topP: body.top_p ?? 1,
    minP: body.min_p ?? 0,
    penalty: body.repeat_penalty ?? 1,
    frequencyPenalty: body.frequency_penalty ?? 0,
    presencePenalty: body.presence_penalty ?? 0,
    ...(typeof body.seed === "number" ? { seed: body.seed } : {}),
    ...await grammarOf(loaded, body),
  };
}

/** An answer that is held to a JSON schema can be nothing else. */
async function grammarOf(
  { llama, llamaModule, model }: Loaded,
  body: ChatRequestBody | TextRequestBody,
): Promise<Pick<SamplingOptions, "grammarEvaluationState">> {
  const format = "messages" in body ? body.response_format : undefined;
  if (format?.type !== "json_schema") return {};
  const grammar = await llama.createGrammarForJsonSchema(format.json_schema.schema);
  return {
    grammarEvaluationState: new llamaModule.LlamaGrammarEvaluationState({ model, grammar }),
  };
}
