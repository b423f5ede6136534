/**
 * US dollars as people read them: `$0.0042` and `$0.00013` (two digits that count), `$0.42`,
 * `$12.30`, `$1,234`. Anything above nothing never shows as nothing: `under $0.000001`.
 *
 * @param dollars At least 0.
 */
export function formatMoney(dollars: number): string {
  if (dollars === 0) return "$0";
  if (dollars < 1e-6) return "under $0.000001";
  if (dollars < 0.00995) return `$${dollars.toFixed(decimalsFor(dollars))}`;
  // What would round up to $1,000.00 is shown as the thousands are.
  if (dollars < 999.995) return `$${dollars.toFixed(2)}`;
  return `$${Math.round(dollars).toLocaleString("en")}`;
}

/** Decimals that leave two digits: 4 for 0.0042. Rounding is asked first: 0.00999 is 0.010. */
function decimalsFor(dollars: number): number {
  return 1 - Math.floor(Math.log10(Number(dollars.toPrecision(2))));
}
