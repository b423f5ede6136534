import { writeAtomically } from "../../base/write_atomically.ts";

/** A Jupyter kernelspec, as `kernel.json` holds it. */
export interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: "signal" | "message";
  env: Record<string, string>;
}

/**
 * The spec of the Deno kernel that runs on the Deno at `denoPath`.
 *
 * Interrupts come as signals: with messages, an interrupt during a pending `await` (asking models,
 * the one thing that takes long here) leaves Deno's kernel hanging for good, while a listener for
 * SIGINT can abort the awaited work and keep the kernel and its values.
 */
export function denoKernelSpec(denoPath: string): KernelSpec {
  return {
    argv: [denoPath, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    interrupt_mode: "signal",
    // Stack traces of Deno's own machinery would drown what a cell says.
    env: { RUST_BACKTRACE: "0" },
  };
}

/** Whether the spec at `path` is there and starts exactly the Deno at `denoPath`. */
export async function kernelSpecIsCurrent(path: string, denoPath: string): Promise<boolean> {
  try {
    return await Deno.readTextFile(path) === specText(denoPath);
  } catch {
    return false;
  }
}

/** Writes the spec of the Deno kernel. @throws {UserError} where the folder cannot be written. */
export async function writeKernelSpec(path: string, denoPath: string): Promise<void> {
  await writeAtomically(path, specText(denoPath));
}

function specText(denoPath: string): string {
  return JSON.stringify(denoKernelSpec(denoPath), null, 2) + "\n";
}
