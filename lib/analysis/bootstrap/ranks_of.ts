/** Each text's place when they are sorted by code units: the same order on every machine. */
export function ranksOf(names: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(names.length);
  const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;
  [...names.keys()].sort((a, b) => compare(names[a] ?? "", names[b] ?? "")).forEach(
    (code, place) => ranks[code] = place,
  );
  return ranks;
}
