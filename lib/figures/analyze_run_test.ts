import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { readCsv } from "../base/read_csv.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { analyzeRun } from "./analyze_run.ts";

const ANSWERS = plantAnswers({
  models: ["a", "b"],
  datasets: { voting_questions: "no_approximation", own: null },
});

Deno.test("analyzeRun() writes tables and figures, each file once", async () => {
  await withFolder(async (folder) => {
    writeAnnotatedRun(folder, { answers: ANSWERS });
    const { paths } = await analyzeRun(folder);
    assert.deepEqual(paths.map((path) => relative(folder, path)), [
      ...[
        ...["distributions", "intervals", "conformance"],
        ...["shares_by_task", "shares_by_viewpoint", "shares_by_style", "shares_by_format"],
        ...["comparisons", "twins", "twin_distances", "twin_counts", "variance_components"],
        ...["stability", "stability_summary", "precision", "data_quality", "quality_gate"],
        "notes",
      ].map((name) => `tables/${name}.csv`),
      ...["shares", "conformance", "comparisons", "data_quality"].flatMap((name) => [
        `tables/${name}.md`,
        `tables/${name}.tex`,
      ]),
      // Of the figures to print, that of twins has nothing to show here.
      ...[
        ...["technique_shares", "conformance_heatmap", "model_comparison", "format_multiples"],
        ...["variance_components", "stability", "precision", "data_quality"],
        "technique_explorer",
      ].flatMap((name) => [`figures/${name}.svg`, `figures/${name}.png`, `figures/${name}.pdf`]),
      "figures/technique_explorer.vl.json",
    ]);
    const { columns, rows } = await readCsv(join(folder, "tables", "distributions.csv"));
    assert.deepEqual(columns, [
      ...["model", "dataset", "technique", "n", "count", "share", "low", "high"],
    ]);
    assert.equal(rows.length, 2 * 2 * 6);
    assert.match(rows[0]?.fields.share ?? "", /^0(\.\d{1,6})?$|^1$/);
  });
});

Deno.test("analyzeRun() writes the same bytes every time, wherever the order of answers came out", async () => {
  await withFolder(async (parent) => {
    // The same answers, taken in backwards: only the order of models and prompts is kept.
    const [one, two] = [join(parent, "1", "run"), join(parent, "2", "run")];
    const heads = ANSWERS.map((answer) => ({ ...answer, judged: [] }));
    writeAnnotatedRun(one, { answers: heads });
    writeAnnotatedRun(one, { answers: ANSWERS });
    writeAnnotatedRun(two, { answers: heads });
    writeAnnotatedRun(two, { answers: ANSWERS.toReversed() });
    const first = await analyzeRun(one);
    const second = await analyzeRun(two, { out: join(parent, "elsewhere") });
    first.paths.forEach((path, index) => {
      assert.deepEqual(Deno.readFileSync(path), Deno.readFileSync(second.paths[index] ?? ""), path);
    });
    assert.throws(() => Deno.statSync(join(two, "tables")));
  });
});
