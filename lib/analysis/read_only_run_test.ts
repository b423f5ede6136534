import assert from "node:assert/strict";
import { join } from "node:path";
import { readOnlyWay, withReadOnly } from "../testing/read_only_folder.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { exportRun } from "./export/export_run.ts";
import { readBrowsableAnswers } from "./read_browsable_answers.ts";
import { readSource } from "./source/read_source.ts";

const way = await readOnlyWay();

Deno.test({
  name: "a run that cannot be written is analyzed, browsed and exported" +
    (way === null ? " (NOT RUN: this user cannot make a folder read-only)" : ""),
  ignore: way === null,
  fn: async () => {
    await withFolder(async (folder) => {
      const run = join(folder, "run");
      const answers = [{ model: "m", dataset: "d", item: "i", judged: ["bias"] }];
      writeAnnotatedRun(run, { answers });
      await withReadOnly(run, async (place) => {
        const { frames, judges } = await readSource({ run: place });
        assert.deepEqual([frames.annotations.height, judges?.verdicts.size], [1, 1]);
        assert.equal(readBrowsableAnswers(place).segments.length, 1);
        const out = join(folder, "answers.csv");
        await exportRun(place, { out });
        assert.match(await Deno.readTextFile(out), /bias/);
      });
    });
  },
});
