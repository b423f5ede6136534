import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAtomically } from "./write_atomically.ts";
import { listPartitionedFiles, nameInPartition, partitionSegment } from "./partitioned_folder.ts";

const SEGMENTS: readonly (readonly [string, string])[] = [
  ["gpt-4o", "model=gpt-4o"],
  ["meta/Llama-3.3:70b", "model=meta%2FLlama-3.3%3A70b"],
  ["gpt-4o (temperature=0.7)", "model=gpt-4o (temperature%3D0.7)"],
  ["100%25", "model=100%2525"],
  ["..", "model=.%2E"],
  ["Émile 🙂", "model=Émile 🙂"],
];

for (const [model, segment] of SEGMENTS) {
  Deno.test(`partitionSegment() makes of '${model}' one folder's name`, () => {
    assert.equal(partitionSegment("model", model), segment);
  });
}

Deno.test("listPartitionedFiles() reads back any value that partitionSegment() wrote", async () => {
  const characters = fc.constantFrom(..."aZ0 .%=/\\:*?\"'<>|#[]{}^+&~é🙂\n\t");
  const names = fc.string({ unit: characters, minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(names, { minLength: 1, maxLength: 4 }), async (models) => {
      await withFolder(async (folder) => {
        for (const model of models) {
          const path = join(folder, partitionSegment("model", model), "part-00001.parquet");
          await writeAtomically(path, "");
        }
        await writeAtomically(join(folder, "_SUCCESS", "x.parquet"), "");
        const found = (await listPartitionedFiles(folder)).map(({ values }) => values.model);
        assert.deepEqual(found.toSorted(), models.toSorted());
      });
    }),
    { numRuns: 30 },
  );
});

Deno.test("listPartitionedFiles() says where there is nothing to read", async () => {
  await withFolder(async (folder) => {
    await assert.rejects(() => listPartitionedFiles(folder), /there are no \.parquet files/);
    await assert.rejects(() => listPartitionedFiles(join(folder, "no")), /Cannot read .*no: /);
  });
});

Deno.test("nameInPartition() names the partition before a file that lies in one", () => {
  assert.equal(nameInPartition("/x/model=a/part-00001.parquet"), "model=a/part-00001.parquet");
  assert.equal(nameInPartition("C:\\x\\answers.csv"), "answers.csv");
});
