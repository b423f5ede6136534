/**
 * What the worker uses of node-llama-cpp 3.18.1. Written down here, since importing the package's own
 * types would have everyone who checks this project's types fetch it.
 */

/** A number of the model's vocabulary. */
export type Token = number;

/** How a next token is chosen. */
export interface SamplingOptions {
  temperature: number;
  topK: number;
  topP: number;
  minP: number;
  seed?: number;
  grammarEvaluationState?: unknown;
  repeatPenalty?: {
    punishTokens: () => Token[];
    maxPunishTokens: number;
    penalty: number;
    frequencyPenalty: number;
    presencePenalty: number;
  };
}

/** A token to read, and what is wanted of the place after it. */
export type ReadItem = Token | [Token, {
  generateNext: { probabilities: true; options: SamplingOptions };
}];

/** One text in the context's memory. */
export interface Sequence {
  clearHistory(): Promise<void>;
  eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>;
  evaluate(tokens: Token[], options: SamplingOptions): AsyncGenerator<Token, void, void>;
  controlledEvaluate(items: ReadItem[]): Promise<
    ({ next: { probabilities?: Map<Token, number> } } | undefined)[]
  >;
}

/** A model in memory. */
export interface Model {
  trainContextSize: number;
  tokens: { shouldPrependBosToken: boolean; bos: Token | null };
  tokenizer: unknown;
  fileInfo: {
    metadata: {
      general: { name?: string };
      tokenizer: { chat_template?: string };
    };
  };
  tokenize(text: string): Token[];
  detokenize(tokens: readonly Token[], special: boolean, before?: readonly Token[]): string;
  createContext(
    options: {
      contextSize: number;
      /** With a number alone it would wait for ever where there may be fewer. */
      threads: { ideal: number; min: 1 };
      sequences: 1;
    },
  ): Promise<{ contextSize: number; getSequence(): Sequence }>;
}

/** A turn of a chat. */
export type ChatItem =
  | { type: "system" | "user"; text: string }
  | { type: "model"; response: string[] };

/** llama.cpp. */
export interface Llama {
  /** May be changed at any time; holds from the next batch of tokens on. */
  maxThreads: number;
  llamaCppRelease: { release: string };
  loadModel(options: { modelPath: string; useMmap: boolean }): Promise<Model>;
  createGrammarForJsonSchema(schema: unknown): Promise<unknown>;
}

/** What the package exports. */
export interface LlamaModule {
  getLlama(options: {
    gpu: false | "auto";
    build: "never";
    maxThreads: number;
    logLevel: "error";
    logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  JinjaTemplateChatWrapper: new (options: { template: string; tokenizer: unknown }) => {
    generateContextState(options: { chatHistory: ChatItem[] }): {
      contextText: { tokenize(tokenizer: unknown): Token[] };
    };
  };
  LlamaGrammarEvaluationState: new (options: { model: Model; grammar: unknown }) => unknown;
}
