import data from "../../data/models.json" with { type: "json" };
import { nearestNames } from "../base/nearest_names.ts";
import { UserError } from "../base/user_error.ts";
import type { ModelSpec } from "./model_spec.ts";

/** A provider of models, or a server on this machine: what a model's description needs of it. */
export interface Provider {
  /** What comes before the slash in `ollama/llama3.2`. */
  id: string;
  label: string;
  baseURL: string;
  /** None for servers on this machine. */
  apiKeyEnv?: string;
  /** Whether its models can be held to a JSON schema (`response_format`). Default: no. */
  jsonSchema?: boolean;
  /** When the address was last checked, `YYYY-MM-DD`. */
  checked: string;
}

/** A model of the catalog: how to reach it, and what to know of it. */
export interface CatalogModel {
  spec: ModelSpec;
  /** The provider's id. */
  provider: string;
  /** What the study calls it; null for models that the study did not ask. */
  study: string | null;
  /** What differs from the study, and what is not known. */
  note: string | null;
  /** When the id was last checked, `YYYY-MM-DD`. */
  checked: string;
}

interface CatalogEntry {
  name: string;
  provider: string;
  model: string;
  checked: string;
  study?: string;
  note?: string;
  params?: Readonly<Record<string, unknown>>;
}

const ENTRIES: readonly CatalogEntry[] = data.models;

/** The providers of `data/models.json`. */
export function listProviders(): readonly Provider[] {
  return data.providers;
}

/** The models of `data/models.json`, the study's nine first. */
export function listModels(): CatalogModel[] {
  return ENTRIES.map(({ name, provider, model, study, note, checked, params }) => ({
    spec: describe(name, { provider: providerOf(provider), model, params }),
    provider,
    study: study ?? null,
    note: note ?? null,
    checked,
  }));
}

/** Whether a model can be held to a JSON schema: as it says, or as its provider is known to. */
export function takesJsonSchema(spec: ModelSpec): boolean {
  if (spec.jsonSchema !== undefined) return spec.jsonSchema;
  const origin = URL.parse(spec.baseURL)?.origin;
  const provider = listProviders().find(({ baseURL }) => new URL(baseURL).origin === origin);
  return provider?.jsonSchema ?? false;
}

/**
 * Finds a model by its name in the catalog, or as `PROVIDER/MODEL`: `ollama/llama3.2` and
 * `openrouter/qwen/qwen3-32b` need no entry.
 *
 * @param own Descriptions that go before the catalog's, such as those of a models file.
 * @throws {UserError} with the nearest names and how to add a model.
 */
export function findModel(name: string, own: readonly ModelSpec[] = []): ModelSpec {
  const found = own.find((spec) => spec.name === name) ??
    listModels().find(({ spec }) => spec.name === name)?.spec ?? fromProvider(name);
  if (found !== null) return found;
  const known = [...own, ...listModels().map(({ spec }) => spec)].map((spec) => spec.name);
  const near = nearestNames(name, known);
  throw new UserError(
    `Cannot find the model '${name}'${
      near.length === 0 ? "" : `; near: ${near.join(", ")}`
    }. Name ` +
      `one of data/models.json, write PROVIDER/MODEL (${providerIds()}), or describe it in a models ` +
      `file: [{ "name", "model", "baseURL", "apiKeyEnv" }].`,
  );
}

function fromProvider(name: string): ModelSpec | null {
  const slash = name.indexOf("/");
  const provider = listProviders().find(({ id }) => id === name.slice(0, Math.max(0, slash)));
  const model = name.slice(slash + 1);
  if (provider === undefined || model.trim() === "") return null;
  return describe(name, { provider, model });
}

function providerOf(id: string): Provider {
  const provider = listProviders().find((candidate) => candidate.id === id);
  if (provider === undefined) {
    throw new UserError(`Cannot use data/models.json: there is no provider '${id}' in it.`);
  }
  return provider;
}

function describe(
  name: string,
  { provider: { baseURL, apiKeyEnv }, model, params }: {
    provider: Provider;
    model: string;
    params?: Readonly<Record<string, unknown>>;
  },
): ModelSpec {
  return {
    name,
    model,
    baseURL,
    ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }),
    ...(params === undefined ? {} : { params }),
  };
}

function providerIds(): string {
  return listProviders().map(({ id }) => id).join(", ");
}
