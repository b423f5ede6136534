import { DatabaseSync } from "node:sqlite";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectPath } from "../../lib/base/project_paths.ts";
import { readJson } from "../../lib/base/read_json.ts";

/** One job: all prompts of a file, asked once. */
export interface Job {
  /** An empty folder for whatever is written. */
  folder: string;
  /** JSONL with `prompt_id` and `input`. */
  promptsFile: string;
  /** The stub server's address. */
  baseURL: string;
  /** Requests under way at once. */
  concurrency: number;
}

/** A program that does the job. */
export interface Contender {
  name: string;
  /** Its command line; writes what configuration it needs into the job's folder. */
  prepare(job: Job): Promise<readonly string[]>;
  /** How many answers it has kept; null where that is not looked up. */
  countKept(job: Job): number | null;
  env?: Readonly<Record<string, string>>;
  /** Whether it is measured only where answers come at once, for the time that it takes. */
  slow?: boolean;
}

/** The name of the contender that the others are compared with. */
export const BARE_OPENAI = "bare openai loop";

/** What `deno task generate` runs: every answer committed to the run file as it arrives. */
export const OURS: Contender = {
  name: "ours, all committed",
  async prepare(job) {
    const model = { name: "stub", model: "stub-1", baseURL: job.baseURL };
    const modelsFile = join(job.folder, "models.json");
    await Deno.writeTextFile(modelsFile, JSON.stringify([model]));
    return [
      ...await generateTask(),
      ...["--run", runFolder(job), "--prompts", job.promptsFile, "--models-file", modelsFile],
      ...["--concurrency", String(job.concurrency)],
    ];
  },
  countKept: (job) => countRows(join(runFolder(job), "run.sqlite")),
};

/** Where a job's run is, when it is ours. */
export function runFolder({ folder }: Job): string {
  return join(folder, "run");
}

/** Who is measured here. */
export interface Contenders {
  contenders: readonly Contender[];
  /** Whom this machine lacks, in a sentence each. */
  missing: readonly string[];
}

/** Looks for `promptfoo` as the variable `PROMPTFOO` says, or on the PATH; the others are here. */
export async function findContenders(): Promise<Contenders> {
  const program = Deno.env.get("PROMPTFOO") ?? "promptfoo";
  const version = await promptfooVersion(program);
  const bare = [
    bareLoop(BARE_OPENAI, "bare_openai.ts"),
    bareLoop("bare fetch loop", "bare_fetch.ts"),
  ];
  if (version !== null) {
    return { contenders: [OURS, ...bare, promptfoo(program, version)], missing: [] };
  }
  const missing =
    `promptfoo is not measured: '${program}' is not installed, or its Node is too old.`;
  return { contenders: [OURS, ...bare], missing: [missing] };
}

function bareLoop(name: string, program: string): Contender {
  const outFile = ({ folder }: Job) => join(folder, "answers.jsonl");
  return {
    name,
    prepare: (job) =>
      Promise.resolve([
        ...denoRun(projectPath("bench", "generate", program)),
        ...[job.baseURL, job.promptsFile, outFile(job), String(job.concurrency)],
      ]),
    countKept: (job) => Deno.readTextFileSync(outFile(job)).trimEnd().split("\n").length,
  };
}

/** What `deno task generate` runs, as deno.json says it. */
async function generateTask(): Promise<string[]> {
  const schema = z.object({ tasks: z.object({ generate: z.string() }) });
  const { tasks } = await readJson(projectPath("deno.json"), schema);
  const [, ...args] = tasks.generate.split(" ");
  const program = args.pop() ?? "";
  return [Deno.execPath(), ...args, projectPath(...program.split("/"))];
}

function denoRun(program: string): string[] {
  return [Deno.execPath(), "run", "-A", "--quiet", program];
}

function countRows(path: string): number {
  if (!existsSync(path)) return 0;
  const db = new DatabaseSync(path);
  try {
    return Number(db.prepare("SELECT count(*) AS count FROM responses").get()?.count);
  } finally {
    db.close();
  }
}

function promptfoo(program: string, version: string): Contender {
  return {
    name: `promptfoo ${version} eval --no-cache`,
    slow: true,
    env: {
      PROMPTFOO_DISABLE_TELEMETRY: "1",
      PROMPTFOO_DISABLE_UPDATE: "1",
      PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
    },
    async prepare(job) {
      const config = join(job.folder, "promptfooconfig.json");
      await Deno.writeTextFile(config, await promptfooConfig(job));
      return [
        // Its database and settings go into the job's folder, not into the user's.
        ...["env", `PROMPTFOO_CONFIG_DIR=${job.folder}`, program, "eval", "--config", config],
        ...["--no-cache", "--no-table", "--no-progress-bar"],
        ...["--max-concurrency", String(job.concurrency)],
      ];
    },
    countKept: () => null,
  };
}

async function promptfooVersion(program: string): Promise<string | null> {
  try {
    const command = new Deno.Command(program, { args: ["--version"], stderr: "null" });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    return null; // not installed
  }
}

async function promptfooConfig({ promptsFile, baseURL }: Job): Promise<string> {
  const lines = (await Deno.readTextFile(promptsFile)).trimEnd().split("\n");
  const config = { apiBaseUrl: baseURL, apiKey: "none-needed" };
  return JSON.stringify({
    prompts: ["{{input}}"],
    providers: [{ id: "openai:chat:stub-1", config }],
    tests: lines.map((line) => ({ vars: { input: JSON.parse(line).input } })),
  });
}
