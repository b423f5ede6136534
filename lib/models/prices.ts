import { z } from "zod";
import data from "../../data/prices.json" with { type: "json" };
import { parseJson, readJson } from "../base/read_json.ts";
import { listProviders } from "./catalog.ts";
import type { ModelSpec } from "./model_spec.ts";
import {
  MODEL_PRICE_KEYS,
  MODEL_PRICES,
  type ModelPrices,
  USD_PER_MILLION,
} from "./token_prices.ts";

/** What is known of a model's price. */
export type Price =
  | {
    kind: "priced";
    prices: ModelPrices;
    /** Where it is written: an address, a file, or the model's description. */
    source: string;
    /** When it was last seen there, `YYYY-MM-DD`; null where nobody says. */
    checked: string | null;
    /** What is uncertain. */
    note: string | null;
  }
  | { kind: "free"; why: string }
  | { kind: "unknown"; why: string };

const text = z.string("expected a text").min(1, "expected a text but found an empty one");
const day = z.iso.date("expected a day as YYYY-MM-DD");

const ENTRY = z.strictObject({
  /** An id of data/models.json, or the address that a model's description has as `baseURL`. */
  provider: text,
  model: text,
  snapshots: z.array(text, "expected a list of model ids").default([]),
  ...MODEL_PRICE_KEYS,
  input: USD_PER_MILLION.nullable(),
  output: USD_PER_MILLION.nullable(),
  from: day.optional(),
  until: day.optional(),
  checked: day.optional(),
  source: text.optional(),
  note: text.optional(),
}, "expected an object with provider, model, input and output").refine(
  ({ input, output, note }) => (input !== null && output !== null) || note !== undefined,
  "a price that is null needs a 'note' that says why",
);

const LIST = z.strictObject({
  about: z.string().optional(),
  prices: z.array(ENTRY, "expected a list of prices"),
  free: z.array(z.strictObject({ provider: text, why: text })).default([]),
}, 'expected { "prices": [ … ] }');

/** A list of prices, such as `data/prices.json`. */
export interface PriceList {
  /** Where it was read, for the sake of what is said of its prices. */
  path: string;
  prices: readonly z.output<typeof ENTRY>[];
  free: readonly { provider: string; why: string }[];
}

const LISTED: PriceList = {
  path: "data/prices.json",
  ...parseJson(JSON.stringify(data), { path: "data/prices.json", schema: LIST }),
};

/** The prices of `data/prices.json`. */
export function listPrices(): PriceList {
  return LISTED;
}

/**
 * Reads a file of prices in the layout of `data/prices.json`, of which `provider`, `model`, `input`
 * and `output` must be there.
 *
 * @throws {UserError} naming the key for what cannot be used.
 */
export async function readPrices(path: string): Promise<PriceList> {
  return { path, ...await readJson(path, LIST) };
}

/** Options of {@linkcode findPrice}. */
export interface FindPriceOptions {
  /** Prices that go before those of `data/prices.json`. Default: none. */
  own?: PriceList;
  /** The day whose price is wanted, `YYYY-MM-DD`. Default: today, UTC. */
  today?: string;
}

/**
 * The price of a model: its description's own, that of the user's list, nothing where it is
 * simulated, or that of `data/prices.json`, in this order. A dated snapshot has its family's price
 * only where the list names it. Nothing is guessed.
 */
export function findPrice(spec: ModelSpec, options: FindPriceOptions = {}): Price {
  const { own, today = new Date().toISOString().slice(0, 10) } = options;
  if (spec.price !== undefined) {
    const source = `the description of '${spec.name}'`;
    const prices = MODEL_PRICES.parse(spec.price);
    return { kind: "priced", prices, source, checked: null, note: null };
  }
  const ofUser = own && findIn(own, spec, today);
  if (ofUser) return ofUser;
  if (spec.simulated) return { kind: "free", why: "it is simulated" };
  return findIn(LISTED, spec, today) ?? {
    kind: "unknown",
    why: `no price known for ${spec.name}: see data/prices.json, or give one`,
  };
}

function findIn(list: PriceList, spec: ModelSpec, today: string): Price | null {
  const isOurs = ({ provider }: { provider: string }) => isProvider(provider, spec.baseURL);
  const entries = list.prices.filter(isOurs).filter(({ model, snapshots }) =>
    model === spec.model || snapshots.includes(spec.model)
  );
  const entry = entries.find(({ from = today, until = today }) => from <= today && today <= until);
  if (entry !== undefined) return toPrice(entry, list, spec);
  if (entries.length > 0) {
    return {
      kind: "unknown",
      why: `no price known for ${spec.name} on ${today}: those in ${list.path} are for other days`,
    };
  }
  const free = list.free.find(isOurs);
  return free === undefined ? null : { kind: "free", why: free.why };
}

function toPrice(entry: PriceList["prices"][number], list: PriceList, { name }: ModelSpec): Price {
  const { input, output, cached_input, batch, source, checked, note } = entry;
  if (input === null || output === null) {
    return { kind: "unknown", why: `no price known for ${name} (${list.path}: ${note})` };
  }
  return {
    kind: "priced",
    prices: { input, output, cached_input, batch },
    source: source ?? list.path,
    checked: checked ?? null,
    note: note ?? null,
  };
}

/** Hosts that are one and the same. */
const ALIASES: Readonly<Record<string, string>> = {
  "api.together.xyz": "api.together.ai",
  "127.0.0.1": "localhost",
  "[::1]": "localhost",
};

/**
 * Whether an address is a provider's, given by its id or address. Hosts and ports are compared:
 * another server on this machine may well pass requests on to someone who takes money.
 */
function isProvider(provider: string, baseURL: string): boolean {
  const address = listProviders().find(({ id }) => id === provider)?.baseURL ?? provider;
  const wanted = hostOf(address);
  return wanted !== null && wanted === hostOf(baseURL);
}

function hostOf(address: string): string | null {
  const url = URL.parse(address);
  if (url === null) return null;
  const host = url.hostname.toLowerCase();
  return `${url.protocol}//${ALIASES[host] ?? host}:${url.port}`;
}
