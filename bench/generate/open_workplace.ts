import { join } from "node:path";
import type { Workplace } from "./measure_contender.ts";
import { startStub } from "./start_stub.ts";
import { writePrompts } from "./write_prompts.ts";

/**
 * A temporary folder, a stub server, and prompts files that are written once they are needed.
 * Disposing of it ends the server and deletes the folder.
 */
export async function openWorkplace(signal?: AbortSignal): Promise<Workplace & AsyncDisposable> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "bench-generate-" }));
  const stub = await startStub();
  const written = new Map<number, Promise<string>>();
  async function writeFile(prompts: number): Promise<string> {
    const path = join(folder, `prompts_${prompts}.jsonl`);
    await writePrompts(path, prompts);
    return path;
  }
  return {
    stub,
    folder,
    signal,
    promptsFile(prompts) {
      const path = written.get(prompts) ?? writeFile(prompts);
      written.set(prompts, path);
      return path;
    },
    async [Symbol.asyncDispose]() {
      await stub[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
