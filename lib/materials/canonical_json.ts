/**
 * JSON text that is the same for the same value: keys in code-unit order, no blanks. Its SHA-256
 * names the content of a JSON file whatever its layout.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}
