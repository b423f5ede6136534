/** Labels by name; names that would look the same are numbered, or their bars would be added up. */
export function distinctLabels(
  names: readonly string[],
  labelled: (name: string) => string,
): Map<string, string> {
  const labels = new Map<string, string>();
  for (const name of names) {
    const label = labelled(name);
    const taken = new Set(labels.values());
    let unique = label;
    for (let number = 2; taken.has(unique); number++) unique = `${label} (${number})`;
    labels.set(name, unique);
  }
  return labels;
}
