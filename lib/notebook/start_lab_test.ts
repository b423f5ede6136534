import assert from "node:assert/strict";
import { projectPath } from "../base/project_paths.ts";
import { evaluateInKernel } from "../testing/evaluate_in_kernel.ts";
import { resultOf, spawnCli } from "../testing/run_cli.ts";

const TOKEN = "a-token-of-the-test";

/** A port of loopback that was free a moment ago. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Asks JupyterLab, again until it is up; a process that ended instead is an error. */
async function whenUp(url: string, ended: () => boolean): Promise<void> {
  while (!ended()) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error("JupyterLab ended before it answered");
}

const WAITS_FOR_INTERRUPT = `
import { interruptSignal } from "@lib/notebook/kernel.ts";
const kept = "kept";
const signal = interruptSignal();
console.log("waiting");
await new Promise((_, stop) => signal.addEventListener("abort", () => stop(signal.reason)));
`;

Deno.test("deno task lab opens JupyterLab whose Deno kernel computes and can be interrupted", async () => {
  const port = freePort();
  const base = `http://127.0.0.1:${port}/api`;
  const lab = spawnCli("lab", [
    ...["--no-browser", "--ip=127.0.0.1", `--port=${port}`, "--ServerApp.port_retries=0"],
    `--IdentityProvider.token=${TOKEN}`,
  ]);
  let ended = false;
  const result = resultOf(lab).finally(() => ended = true);
  try {
    await whenUp(`${base}/status?token=${TOKEN}`, () => ended);
    const specs = await (await fetch(`${base}/kernelspecs?token=${TOKEN}`)).json();
    assert.equal(specs.default, "deno");
    assert.equal(specs.kernelspecs.deno.spec.argv[0], Deno.execPath());
    const listing = await (await fetch(`${base}/contents/?token=${TOKEN}`)).json();
    const names = listing.content.map((entry: { name: string }) => entry.name);
    assert.ok(names.includes("notebooks"), `${projectPath()} has ${names}`);
    const kernel = await (await fetch(`${base}/kernels?token=${TOKEN}`, {
      method: "POST",
      body: JSON.stringify({ name: "deno", path: "notebooks" }),
    })).json();
    const url = `ws://127.0.0.1:${port}/api/kernels/${kernel.id}/channels?token=${TOKEN}`;
    assert.equal(await evaluateInKernel(url, "20 + 22"), "42");
    const interrupt = async () => {
      const path = `${base}/kernels/${kernel.id}/interrupt?token=${TOKEN}`;
      const response = await fetch(path, { method: "POST" });
      await response.body?.cancel();
    };
    const stopped = await evaluateInKernel(url, WAITS_FOR_INTERRUPT, { onPrint: interrupt });
    assert.equal(stopped, "error: Interrupted by the user");
    assert.equal(await evaluateInKernel(url, "kept"), '"kept"');
  } finally {
    if (!ended) lab.kill("SIGTERM");
    const { stderr } = await result;
    assert.match(stderr, /Shutting down 1 kernel/);
  }
});
