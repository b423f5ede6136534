import { sha256 } from "../base/sha256.ts";

/** What makes the answers of a model, or the annotations of a judge, what they are. */
export type Description = Readonly<Record<string, unknown>>;

/**
 * The name of a series of answers that differs from the one known as `name` in parameters: the name
 * and what differs, such as `gpt-4o (temperature=0.7)` or `gpt-4o (system=1a2b3c4d)`. Long values
 * stand as the first 8 hex digits of their SHA-256. The same for the same two descriptions.
 */
export function nameSeries(
  name: string,
  { before, now }: { before: Description; now: Description },
): string {
  const [flatBefore, flatNow] = [flat(before), flat(now)];
  const keys = [...new Set([...Object.keys(flatBefore), ...Object.keys(flatNow)])].sort();
  const changes = keys.filter((key) => json(flatBefore[key]) !== json(flatNow[key]));
  const words = changes.map((key) => `${labelOf(key)}=${textOf(flatNow[key])}`);
  return `${name} (${words.join(", ")})`;
}

/** The first key under which two descriptions differ, if any. */
export function changedKey(before: Description, now: Description): string | undefined {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].find((key) => json(before[key]) !== json(now[key]));
}

/** Parameters stand beside what else describes a series. */
function flat({ params = {}, ...rest }: Description): Description {
  return { ...rest, ...Object(params) };
}

function labelOf(key: string): string {
  return key.replace(/_sha256$/, "");
}

function textOf(value: unknown): string {
  if (value === undefined) return "unset";
  const text = typeof value === "string" ? value : json(value) ?? "";
  return /^[\w.+-]{1,20}$/.test(text) ? text : sha256(text).slice(0, 8);
}

function json(value: unknown): string | undefined {
  return JSON.stringify(value);
}
