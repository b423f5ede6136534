import { sha256 } from "../base/sha256.ts";

/** What makes the annotations of a judge what they are. */
export type Description = Readonly<Record<string, unknown>>;

/**
 * The name of a judge that is asked in another way than the one known as `name`: the name and what
 * differs, such as `gpt-4o (variants=3)` or `gpt-4o (prompt=1a2b3c4d)`. Long values
 * stand as the first 8 hex digits of their SHA-256. The same for the same two descriptions.
 */
export function nameOfSeries(
  name: string,
  { before, now }: { before: Description; now: Description },
): string {
  const [flatBefore, flatNow] = [flat(before), flat(now)];
  const keys = [...new Set([...Object.keys(flatBefore), ...Object.keys(flatNow)])].sort();
  const changes = keys.filter((key) => json(flatBefore[key]) !== json(flatNow[key]));
  const words = changes.map((key) => `${labelOf(key)}=${textOf(flatNow[key])}`);
  return `${name} (${words.join(", ")})`;
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
