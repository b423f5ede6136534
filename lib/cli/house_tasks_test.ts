import assert from "node:assert/strict";
import { runCli } from "../testing/run_cli.ts";

for (const task of ["demo", "check", "ok", "doctor"]) {
  Deno.test(`deno task ${task} refuses an unknown option in one line and exits 1`, async () => {
    const { code, stdout, stderr } = await runCli(task, ["--no-such-option"]);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      `error: unknown option '--no-such-option'. See 'deno task ${task} --help'.\n`,
    );
  });
}

Deno.test("deno task test refuses an unknown option in one line and runs nothing", async () => {
  const { code, stdout, stderr } = await runCli("tests", ["--no-such-option"]);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^error: Unknown option '--no-such-option' of deno task test\.[^\n]*\n$/);
});

Deno.test("deno task test passes on what it is given and ends with the counts", async () => {
  const { code, stdout } = await runCli("tests", [
    "lib/notebook/setup/venv_paths_test.ts",
    "--filter=Windows",
  ]);
  assert.equal(code, 0);
  assert.match(stdout, /\n1 passed, 0 failed\n$/);
});

Deno.test("deno task test fails where no test ran", async () => {
  const { code, stdout } = await runCli("tests", [
    "lib/notebook/setup/venv_paths_test.ts",
    "--filter=no test is called so",
  ]);
  assert.equal(code, 1);
  assert.match(stdout, /\n0 passed, 1 failed\n$/);
});

Deno.test("every task of the house says with --help what it does", async () => {
  for (const task of ["demo", "lab", "test", "check", "ok", "doctor"]) {
    const { code, stdout } = await runCli(task === "test" ? "tests" : task, ["--help"]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^Usage: deno task ${task}`));
  }
});

Deno.test("deno task doctor finds what the set-up of this test run made", async () => {
  const { code, stdout } = await runCli("doctor", []);
  assert.match(stdout, /^ok +Jupyter/m);
  assert.match(stdout, /^ok +Deno kernel/m);
  assert.equal(code, /^MISSING/m.test(stdout) ? 1 : 0);
});

Deno.test("deno task doctor exits 1 for a run that is not there, and says the way out", async () => {
  const { code, stdout, stderr } = await runCli("doctor", ["--run", "outputs/no-such-run"]);
  assert.deepEqual([code, stderr], [1, ""]);
  assert.match(stdout, /^MISSING .*no-such-run.*there is no such run\. Name the folder of a run/m);
});

Deno.test("deno task doctor prints no key", async () => {
  const env = { OPENAI_API_KEY: "sk-planted-and-secret" };
  const { stdout, stderr } = await runCli("doctor", [], { env });
  assert.match(stdout, /^ok +keys +set: .*OPENAI_API_KEY/m);
  assert.ok(!(stdout + stderr).includes("planted"));
});
