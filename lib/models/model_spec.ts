import type { LocalOptions } from "./local/local_options.ts";
import type { GivenPrices } from "./token_prices.ts";

/** A model and how to reach it: one object per model, in a cell or a models file. */
export interface ModelSpec {
  /** What the run calls it. Unique in a run. */
  name: string;
  /** What the provider calls it. */
  model: string;
  /**
   * The provider's OpenAI-compatible endpoint, ending before `/chat/completions`; `local:` for a model
   * that this program runs itself, from weights on this machine.
   */
  baseURL: string;
  /** The environment variable that holds the key; none for servers that ask for no key. */
  apiKeyEnv?: string;
  /**
   * Which endpoint answers: `chat` (`/chat/completions`), or `completions`, the legacy one that goes on
   * with a text, for base models. Default: `chat`.
   */
  endpoint?: "chat" | "completions";
  /** Parameters of the request (`temperature`, `max_tokens`, `seed`, …), sent as they are. */
  params?: Readonly<Record<string, unknown>>;
  /** A system message sent before each prompt. Default: none. */
  system?: string;
  /**
   * Whether it can be held to a JSON schema (`response_format`), for judges whose prompt has one.
   * Default: what `data/models.json` says of its provider.
   */
  jsonSchema?: boolean;
  /** Where `baseURL` is `local:`: its weights, and how they are run. Default: those of `model`. */
  local?: LocalOptions | undefined;
  /** Whether the answers are made up by the simulator. */
  simulated?: boolean;
  /** What its tokens cost, in US dollars per million. Default: as `data/prices.json` says. */
  price?: GivenPrices;
}
