/** Takes text to show the user, line breaks included, as `Deno.stdout` would. */
export type Say = (text: string) => void;

/** Says text on standard output. */
export function sayOnStdout(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length;) start += Deno.stdout.writeSync(bytes.subarray(start));
}

/** Says what is done while it is done, and how long it took, in one line. */
export async function sayStep<T>(say: Say, title: string, step: () => Promise<T>): Promise<T> {
  const start = performance.now();
  say(`set-up: ${title} … `);
  let outcome = "failed";
  try {
    const result = await step();
    outcome = "done";
    return result;
  } finally {
    say(`${outcome} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  }
}
