import type { ModelSpec } from "../models/model_spec.ts";
import type { ModelToAsk } from "../runs/generate_responses.ts";
import type { Displayable } from "./displayable.ts";
import { showTable } from "./show_table.ts";

/** A model's line in {@linkcode showModels}. */
interface ModelRow {
  model: string;
  asks_for: string;
  server: string;
  key_from: string;
  parameters: string;
  ready: string;
}

/**
 * Models as a table: what each asks for and where, in which variable its key is (never the key), with
 * which parameters, and whether it can be asked.
 */
export function showModels(models: readonly ModelToAsk[]): Displayable {
  return showTable(models.map(rowOf), { title: "Models" });
}

function rowOf({ spec, client }: ModelToAsk): ModelRow {
  return {
    model: spec.name,
    asks_for: spec.model,
    server: spec.simulated === true ? "simulated, in this notebook" : serverOf(spec),
    key_from: spec.apiKeyEnv ?? "no key needed",
    parameters: parametersOf(spec),
    ready: "unavailable" in client ? `no: ${client.unavailable}` : "yes",
  };
}

/** Host and path alone: whatever else stands in an address is nobody's business. */
function serverOf({ baseURL }: ModelSpec): string {
  const url = URL.parse(baseURL);
  return url === null ? "–" : `${url.host}${url.pathname}`;
}

function parametersOf({ params = {}, system }: ModelSpec): string {
  const given = Object.entries(params).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  if (system !== undefined) given.push("a system message");
  return given.join(", ") || "the provider's own";
}
