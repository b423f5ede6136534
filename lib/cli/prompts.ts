import { extname } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { projectPath, userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { buildPrompts } from "../prompts/build_prompts.ts";
import { countPrompts } from "../prompts/count_prompts.ts";
import { formatUpstream } from "../prompts/format_upstream.ts";
import { writePrompts } from "../prompts/write_prompts.ts";
import { runTask, taskCommand } from "./_command.ts";

interface PromptsOptions {
  materials: string;
  out: string;
  upstream: boolean;
  seed?: bigint;
}

const command = taskCommand("prompts", "Builds the prompts of a material folder.")
  .addOption(
    new Option("--materials <folder>", "material folder").argParser(userPath)
      .default(projectPath("data", "starter"), "data/starter"),
  )
  .requiredOption("--out <file>", "where to write: .csv, .parquet or .jsonl", userPath)
  .option("--upstream", "write the published script's columns, names and bytes (.csv)", false)
  .option("--seed <integer>", "seed of the draws; default: the one in templates.json", integer)
  .action(writePromptsFile);

async function writePromptsFile(options: PromptsOptions): Promise<void> {
  const material = await loadMaterial(options.materials);
  const prompts = buildPrompts(material, { seed: options.seed });
  if (options.upstream) {
    refuseOtherEnding(options.out);
    await writeAtomically(options.out, formatUpstream(prompts, material));
  } else {
    await writePrompts(options.out, prompts);
  }
  for (const { dataset, items, prompts: count } of countPrompts(prompts)) {
    console.log(`${dataset.padEnd(24)}${count.toLocaleString("en")} prompts from ${items} items`);
  }
  const items = new Set(prompts.map((prompt) => prompt.item)).size;
  console.log(
    `Wrote ${prompts.length.toLocaleString("en")} prompts from ${items} items to ${options.out}`,
  );
}

function refuseOtherEnding(path: string): void {
  if (extname(path).toLowerCase() === ".csv") return;
  throw new UserError(`Cannot write ${path}: --upstream writes CSV. Name a file ending in .csv.`);
}

function integer(text: string): bigint {
  if (/^-?\d+$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError("Expected a whole number.");
}

await runTask(command);
