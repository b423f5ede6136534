import assert from "node:assert/strict";
import { findPython, type ProbedPython } from "./find_python.ts";

/** A probe over a table: which commands exist, with version and missing modules. */
function probeOf(table: Record<string, [version: string, ...missing: string[]]>) {
  return (command: string[]): Promise<ProbedPython | null> => {
    const [version, ...missing] = table[command.join(" ")] ?? [];
    return Promise.resolve(version === undefined ? null : { command, version, missing });
  };
}

Deno.test("findPython() takes python3 where it is new enough", async () => {
  const probe = probeOf({ python3: ["3.10.0"], python: ["3.13.1"] });
  assert.deepEqual((await findPython({ os: "linux", probe })).command, ["python3"]);
});

Deno.test("findPython() passes over an old python3 for a newer one by its full name", async () => {
  const probe = probeOf({ python3: ["3.9.2"], "python3.12": ["3.12.4"] });
  assert.equal((await findPython({ os: "darwin", probe })).version, "3.12.4");
});

Deno.test("findPython() reads 3.10 as newer than 3.9, and a pre-release as its version", async () => {
  const probe = probeOf({ python3: ["3.15.0a1"] });
  assert.equal((await findPython({ os: "linux", probe })).version, "3.15.0a1");
  await assert.rejects(
    findPython({ os: "linux", probe: probeOf({ python3: ["3.9.99"] }) }),
    /3\.9\.99/,
  );
  await assert.rejects(
    findPython({ os: "linux", probe: probeOf({ python: ["2.7.18"] }) }),
    /2\.7\.18/,
  );
});

Deno.test("findPython() asks the launcher first on Windows", async () => {
  const probe = probeOf({ "py -3": ["3.12.1"], python: ["3.11.1"] });
  assert.deepEqual((await findPython({ os: "windows", probe })).command, ["py", "-3"]);
});

Deno.test("findPython() prefers a Python that can make environments", async () => {
  const probe = probeOf({ python3: ["3.12.3", "ensurepip"], "python3.11": ["3.11.2"] });
  assert.equal((await findPython({ os: "linux", probe })).version, "3.11.2");
});
