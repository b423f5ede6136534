/** A folder that is deleted when it is disposed of: `await using folder = …`. */
export interface TemporaryFolder extends AsyncDisposable {
  /** Its absolute path. */
  path: string;
}

/** Makes an empty temporary folder. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "neutrality-" }));
  return {
    path,
    async [Symbol.asyncDispose]() {
      await Deno.remove(path, { recursive: true });
    },
  };
}
