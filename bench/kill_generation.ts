/**
 * What a generation has lost after it was killed by SIGKILL at random instants:
 *
 *     deno run -A bench/kill_generation.ts [20] [SEED]
 *
 * `counted` is what the process had said was done, `rows` what is in the file, `lost` what had been
 * asked and has to be asked again: 64 requests are under way at most.
 */
import { alignColumns } from "@lib/base/align_columns.ts";
import { killGeneration } from "@lib/testing/kill_generation.ts";

const [kills = 20, seed = 1] = Deno.args.map(Number);
const report = await killGeneration({ kills, seed, within: 500, concurrency: 64 });
const rows = report.kills.map((kill, index) =>
  [index + 1, kill.counted, kill.rows, kill.lost].map(String)
);
for (const line of alignColumns([["kill", "counted", "rows", "lost"], ...rows])) console.log(line);
console.log(
  `At the end: ${report.rows} rows for ${report.prompts} prompts, ${report.askedAgain} requests ` +
    `more than prompts; the file's check says '${report.integrity}'.`,
);
const isWhole = report.rows === report.prompts && report.integrity === "ok" &&
  report.kills.every(({ rows, counted, lost }) => rows >= counted && lost <= 64);
Deno.exit(isWhole ? 0 : 1);
