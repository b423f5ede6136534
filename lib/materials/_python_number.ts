/**
 * A Python number without a sign: a number, a bigint beyond 2^53, or null for what Python would
 * not read (leading zeros, stray underscores).
 */
export function parsePythonNumber(text: string): number | bigint | null {
  const digits = text.replaceAll("_", "");
  if (/^0\d/.test(digits) || /__|_$|_\.|\._/.test(text)) return null;
  if (!/^0[xob]|^\d+$/i.test(digits)) return Number(digits);
  const value = BigInt(digits);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
