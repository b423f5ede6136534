/** What is held of an unfinished download. */
export interface HeldPart {
  bytes: number;
  validator: string | null;
}

/** An unfinished download, and beside it which version of which file it is a part of. */
export class PartFile {
  readonly path: string;
  readonly #notePath: string;

  constructor(finalPath: string) {
    this.path = `${finalPath}.part`;
    this.#notePath = `${finalPath}.part.json`;
  }

  /**
   * The part to go on from, or null. A part whose version can't be named is used only where a
   * hash will tell whether the pieces fit.
   */
  async held(url: string, isHashKnown: boolean): Promise<HeldPart | null> {
    const info = await Deno.stat(this.path).catch(() => null);
    if (info === null || info.size === 0) return null;
    const note = await this.#note();
    if (note?.url !== url || (note.validator === null && !isHashKnown)) return null;
    return { bytes: info.size, validator: note.validator };
  }

  /** Notes what the pieces that now come are a part of. */
  async begin(
    { url, validator, start }: { url: string; validator: string | null; start: number },
  ): Promise<void> {
    if (start > 0) return;
    await this.remove();
    await Deno.writeTextFile(this.#notePath, JSON.stringify({ url, validator }));
  }

  async finish(finalPath: string): Promise<void> {
    await Deno.rename(this.path, finalPath);
    await this.remove();
  }

  async remove(): Promise<void> {
    for (const path of [this.path, this.#notePath]) {
      await Deno.remove(path).catch(() => {});
    }
  }

  async #note(): Promise<{ url: string; validator: string | null } | null> {
    try {
      const note: unknown = JSON.parse(await Deno.readTextFile(this.#notePath));
      if (typeof note !== "object" || note === null) return null;
      if (!("url" in note) || typeof note.url !== "string" || !("validator" in note)) return null;
      const { url, validator } = note;
      return { url, validator: typeof validator === "string" ? validator : null };
    } catch {
      return null;
    }
  }
}
