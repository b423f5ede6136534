import assert from "node:assert/strict";
import { projectPath } from "../base/project_paths.ts";

function simulate(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", projectPath("lib", "cli", "simulate.ts"), ...args],
    stdout: "piped",
    stderr: "piped",
  });
}

Deno.test("deno task simulate serves until it is interrupted", async () => {
  const folder = await Deno.makeTempDir();
  const prompts = `${folder}/prompts.csv`;
  await Deno.writeTextFile(prompts, "prompt_id,input,dataset,item\n1,Why?,unsafe_requests,a\n");
  await using process = simulate("--seed", "3", "--prompts", prompts).spawn();
  const lines = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (!said.includes("simulated-sampler\n")) {
    const { value, done } = await lines.read();
    assert.ok(!done, `it ended early: ${said}`);
    said += value;
  }
  const [baseURL] = /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(said) ?? [];
  assert.ok(baseURL);
  const { data } = await (await fetch(`${baseURL}/models`)).json();
  assert.equal(data.length, 8);
  process.kill("SIGINT");
  assert.equal((await process.status).code, 0);
  said += (await lines.read()).value ?? "";
  assert.match(said, /Stopped after 0 requests\./);
  await process.stderr.cancel();
  await lines.cancel();
  await Deno.remove(folder, { recursive: true });
});

for (
  const [args, message] of [
    [["--faults", "oops=1"], /the fault 'oops=1'/],
    [["--port", "99999"], /Expected a port of 0 to 65535 but found '99999'/],
    [["--prompts", "missing.csv"], /Cannot read .*missing\.csv/],
    [["--speed", "9"], /unknown option '--speed'/],
  ] as const
) {
  Deno.test(`deno task simulate ${args.join(" ")} ends with one line and exit code 1`, async () => {
    const { code, stdout, stderr } = await simulate(...args).output();
    const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assert.equal(code, 1);
    assert.equal(out, "");
    assert.match(error ?? "", message);
    assert.equal(error?.trimEnd().split("\n").length, 1);
  });
}
