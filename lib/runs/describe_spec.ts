import type { ModelSpec } from "../models/model_spec.ts";

/** What of a model's description makes its answers what they are, as the run keeps it. */
export type SpecDescription = {
  /** What the provider calls it. */
  model?: string;
  /** Its address without user, password and query; none where it is simulated. */
  baseURL?: string;
  /** The SHA-256 of a local model's weights, wherever they lie. */
  weights?: string;
  /** Where it is not the chat endpoint that answers. */
  endpoint?: "completions";
  /** Parameters of the request with their keys in order; secrets blotted out. */
  params?: Readonly<Record<string, unknown>>;
  /** The system message. */
  system?: string;
  /** Whether its answers are made up by the simulator. */
  simulated?: boolean;
  /** Whether its answers were generated elsewhere; nothing else is known of it then. */
  imported?: boolean;
};

type Fields = Readonly<Record<string, unknown>>;

/** What of a spec makes the answers what they are, and nothing secret. */
export function describeSpec(spec: ModelSpec): SpecDescription {
  return {
    model: spec.model,
    ...(spec.simulated ? {} : { baseURL: withoutSecrets(spec.baseURL) }),
    ...(spec.local?.sha256 === undefined ? {} : { weights: spec.local.sha256 }),
    ...(spec.endpoint === "completions" ? { endpoint: spec.endpoint } : {}),
    params: redacted(spec.params ?? {}),
    ...(spec.system === undefined ? {} : { system: spec.system }),
    simulated: spec.simulated === true,
  };
}

/** The first key under which two descriptions differ, if any. */
export function changedKey(before: Fields, now: Fields): string | undefined {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].find((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]));
}

/** A base URL without user, password and query, any of which may hold a key. */
function withoutSecrets(baseURL: string): string {
  if (!URL.canParse(baseURL)) return baseURL;
  const url = new URL(baseURL);
  // `local:` has no host.
  if (url.host === "") return url.protocol;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

const SECRET_NAME =
  /authorization|api[-_]?key|(^|[-_])key$|secret|password|credential|(access|auth|api|bearer)[-_]?token$|^token$/i;

/** The fields in alphabetical order, at every depth, and those that hold secrets blotted out. */
function redacted(fields: Fields): Fields {
  const entries = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      SECRET_NAME.test(key) ? "(not stored)" : redactedValue(value),
    ]),
  );
}

function redactedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactedValue);
  return typeof value === "object" && value !== null ? redacted({ ...value }) : value;
}
