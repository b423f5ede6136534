/** Whether this code runs in Deno's Jupyter kernel. */
export function inKernel(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false; // the kernel alone has `Deno.jupyter`; elsewhere it throws
  }
}
