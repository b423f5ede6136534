import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../../base/project_paths.ts";
import { startSimulator } from "../../models/simulator/start_simulator.ts";
import { rowsOf, somePrompts, withRun } from "../../testing/temporary_run.ts";
import { addPrompts } from "../add_prompts.ts";
import { shardPath } from "./batch_shard.ts";
import { exportBatch } from "./export_batch.ts";
import { importBatch } from "./import_batch.ts";
import { takeElsewhere } from "./submit_batches.ts";

const SCRIPT = projectPath("cluster", "ray_generate.py");
const PYTHON = Deno.env.get("RAY_PYTHON") ?? (Deno.build.os === "windows" ? "python" : "python3");

async function python(args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: projectPath("cluster") };
  const { code, stdout, stderr } = await new Deno.Command(PYTHON, { args: [...args], env })
    .output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

const hasRay = (await python(["-c", "import ray.data, requests"])).code === 0;

Deno.test("cluster/ray_generate.py explains itself without Ray", async () => {
  const { code, output } = await python([SCRIPT, "--help"]);
  assert.equal(code, 0, output);
  assert.match(output, /--endpoint/);
});

Deno.test("cluster/ray_generate.py asks again what is unanswered or failed for a while, and no more", async () => {
  await withRun(async (run) => {
    const lines = [
      { custom_id: "answered", response: { status_code: 200 }, error: null, again: false },
      { custom_id: "refused", response: { status_code: 400 }, error: null, again: false },
      { custom_id: "overload", response: { status_code: 503 }, error: null, again: true },
      { custom_id: null, response: null, error: { code: "bad_request_line" } },
    ];
    const code = `import json, ray_generate as job, sys
lines = json.loads(sys.argv[2])
with open(sys.argv[1] + "/a.jsonl", "w") as file:
    file.writelines(json.dumps(line) + "\\n" for line in lines)
    file.write('{"custom_id": "half')
open(sys.argv[1] + "/b.jsonl.7.part", "w").write('{"custom_id": "lost"}')
done = job.done_ids(sys.argv[1])
texts = [json.dumps(line) for line in lines] + ["no JSON", '{"custom_id": "lost"}']
print(json.dumps([sorted(done), [texts.index(text) for text in job.without(done, {"text": texts})["text"]]]))`;
    const { output } = await python(["-c", code, run.folder, JSON.stringify(lines)]);
    const [done, left] = JSON.parse(output);
    assert.deepEqual(done, ["answered", "refused"]);
    assert.deepEqual(left, [2, 3, 4, 5]);
  });
});

Deno.test({
  name:
    "cluster/ray_generate.py answers a batch on Ray, bad rows included, and the import is whole",
  ignore: !hasRay,
  async fn() {
    await using simulator = startSimulator({ faults: { rate_limit: 0.05, content_filter: 0.1 } });
    await withRun(async (run) => {
      addPrompts(run, somePrompts(60));
      const [summary] = exportBatch(run, { models: simulator.models.slice(0, 1) });
      await takeElsewhere(run);
      const batch = shardPath(run, summary?.shards[0] ?? "");
      const input = join(run.folder, "input.jsonl");
      await Deno.writeTextFile(input, `${await Deno.readTextFile(batch)}no JSON\n\n`);
      const out = join(run.folder, "out");
      const args = [SCRIPT, input, "--out", out, "--endpoint", simulator.baseURL, "--block", "16"];
      const first = await python(args);
      assert.match(first.output, /60 answers, 1 failures/);
      const paths = [...Deno.readDirSync(out)].map(({ name }) => join(out, name));
      const { files, shards } = await importBatch(run, { files: paths });
      assert.equal(files.reduce((sum, { broken }) => sum + broken, 0), 1);
      assert.equal(shards[0]?.closed, true);
      const asked = simulator.stats.requests;
      assert.match((await python(args)).output, /0 answers, 1 failures/);
      assert.equal(simulator.stats.requests, asked);
      assert.equal(rowsOf(run, "SELECT * FROM responses WHERE status <> 'failed'").length, 60);
    });
  },
});
