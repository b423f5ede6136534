/**
 * How long a provider asks to wait, in ms: `retry-after-ms`, or `retry-after` in seconds or as an
 * HTTP date. Null where it does not say, or says what cannot be read.
 *
 * @param now The present, in ms since 1970, for dates.
 */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const milliseconds = amount(headers?.get("retry-after-ms"));
  if (milliseconds !== null) return milliseconds;
  const text = headers?.get("retry-after");
  const seconds = amount(text);
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(text ?? "");
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function amount(text: string | null | undefined): number | null {
  return /^\s*\d+(\.\d+)?\s*$/.test(text ?? "") ? Number(text) : null;
}
