import { sha256 } from "../base/sha256.ts";
import { changedKey, type SpecDescription } from "./describe_spec.ts";

/** Of what may stand in a name as it is; anything else is given by a hash. */
const PLAIN = /^[\w.+-]{1,24}$/;
const LONGEST = 120;

/** What tells series of one model apart, left empty: laid over a description, the model remains. */
export const SERIES_KEYS = { params: undefined, system: undefined };

/**
 * Whether two descriptions are of one model that was only asked in another way: with other
 * parameters or another system message.
 */
export function isSameModel(a: SpecDescription, b: SpecDescription): boolean {
  return changedKey({ ...a, ...SERIES_KEYS }, { ...b, ...SERIES_KEYS }) === undefined;
}

/**
 * The name of a series of answers by a model that was asked in another way before:
 * `gpt-4o (temperature=0.7)`, `gpt-4o (seed=unset, system=1a2b3c4d)`. It follows from what differs,
 * in the order of the parameters' names, and is one line without quotes or markup.
 *
 * @param before How the model was asked under its own name.
 */
export function seriesName(
  name: string,
  { before, now }: { before: SpecDescription; now: SpecDescription },
): string {
  const [old, given] = [before.params ?? {}, now.params ?? {}];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(given)])].sort()
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(given[key]));
  const parts = keys.map((key) => `${inName(key)}=${inName(given[key])}`);
  if (before.system !== now.system) {
    parts.push(`system=${now.system === undefined ? "unset" : shortHash(now.system)}`);
  }
  const full = `${name} (${parts.join(", ")})`;
  return full.length <= LONGEST ? full : seriesNameByHash(name, now);
}

/** The name where the plain one would be too long, or is taken by another series. */
export function seriesNameByHash(name: string, now: SpecDescription): string {
  return `${name} (params=${sha256(JSON.stringify(now)).slice(0, 16)})`;
}

function inName(value: unknown): string {
  if (value === undefined) return "unset";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // A text that reads like a number or like nothing must not be taken for one.
  const isAmbiguous = typeof value === "string" &&
    /^(unset|null|true|false|[\d.+-]+.*)$/.test(text);
  return PLAIN.test(text) && !isAmbiguous ? text : shortHash(value);
}

function shortHash(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, 8);
}
