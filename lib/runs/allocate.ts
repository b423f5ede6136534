/**
 * Shares of a sample for strata of known sizes: proportional by largest remainder (Hamilton), and at
 * least one for each stratum where the count allows. Ties go to the stratum whose name comes first.
 *
 * @param sizes Members by stratum, at least 1 each.
 * @param count How many to share out; never more than there are.
 * @returns The share of each stratum, 0 included; they add up to `count`, or to all there are.
 */
export function allocate(
  sizes: ReadonlyMap<string, number>,
  count: number,
): ReadonlyMap<string, number> {
  const names = [...sizes.keys()].sort();
  const total = names.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  const wanted = Math.min(count, total);
  const quota = (name: string) => wanted * (sizes.get(name) ?? 0) / total;
  const shares = new Map(names.map((name) => [name, Math.floor(quota(name))]));
  const share = (name: string) => shares.get(name) ?? 0;
  const give = (name: string, more: number) => shares.set(name, share(name) + more);

  // What is owed to a stratum: positive where its share is below its quota.
  const owed = (name: string) => quota(name) - share(name);
  const rounded = names.reduce((sum, name) => sum + share(name), 0);
  const byRemainder = names.toSorted((a, b) => owed(b) - owed(a));
  for (const name of byRemainder.slice(0, wanted - rounded)) give(name, 1);

  if (wanted < names.length) return shares;
  for (const empty of names.filter((name) => share(name) === 0)) {
    const [richest] = names.filter((name) => share(name) > 1).sort((a, b) => owed(a) - owed(b));
    if (richest === undefined) break;
    give(richest, -1);
    give(empty, 1);
  }
  return shares;
}
