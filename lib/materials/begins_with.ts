/** Whether a file's first bytes are this text. */
export async function beginsWith(path: string, text: string): Promise<boolean> {
  const wanted = new TextEncoder().encode(text);
  using file = await Deno.open(path);
  const found = new Uint8Array(wanted.length);
  const count = await file.read(found);
  return count === wanted.length && found.every((byte, index) => byte === wanted[index]);
}
