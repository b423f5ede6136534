import { cp } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { parseCsv } from "../../base/read_csv.ts";
import { projectPath } from "../../base/project_paths.ts";
import { formatCsv } from "../../base/write_csv.ts";
import { listProviders } from "../../models/catalog.ts";
import { SIMULATED_JUDGE } from "../../models/simulator/profiles.ts";
import { readersFiles } from "./docs_files.ts";
import { type DocsCommand, docsCommands } from "./docs_pages.ts";
import { type DocsServer, startDocsServer } from "./docs_server.ts";
import { temporaryFolder } from "../temporary_folder.ts";

/** A folder in which a reader's commands can be run, without network and without keys. */
export interface DocsProject extends AsyncDisposable {
  /** Makes it as it was at first, as each page expects it. */
  reset(): Promise<void>;
  /** Runs one line in a shell, in the folder. */
  run(command: Pick<DocsCommand, "line" | "task">): Promise<{ code: number; said: string }>;
}

/** What each page may take to be there: a run with answers that a judge has read. */
const BEFORE = `
\`\`\`sh
deno task generate --run outputs/mine --models gpt-4o-mini,gpt-4o --stratified 60
deno task annotate --run outputs/mine --judge gpt-4o
\`\`\`
`;
const PATIENCE_MS = 120_000;

/**
 * Makes a folder that looks like the project: the library is linked, data are copied, all providers
 * lie behind a simulator, the paper's material is the starter's, and files that pages name are there.
 */
export async function makeDocsProject(): Promise<DocsProject> {
  await using made = new AsyncDisposableStack();
  const { path } = made.use(await temporaryFolder());
  const server = made.use(await startDocsServer());
  const folder = join(path, "project");
  const run = (command: Pick<DocsCommand, "line" | "task">) => runLine(command, { folder, server });
  await fill(folder, server);
  for (const command of docsCommands(BEFORE)) {
    const { code, said } = await run(command);
    if (code !== 0) throw new Error(`Cannot prepare for the pages: ${command.line}\n${said}`);
  }
  const kept = join(path, "kept");
  await Deno.rename(join(folder, "outputs"), kept);
  const all = made.move();
  return {
    run,
    async reset() {
      await Deno.remove(folder, { recursive: true });
      await fill(folder, server);
      await cp(kept, join(folder, "outputs"), { recursive: true });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function fill(folder: string, { baseURL }: DocsServer): Promise<void> {
  for (const material of ["starter", join("cache", "paper")]) {
    const copy = join(folder, "data", material);
    await cp(projectPath("data", "starter"), copy, { recursive: true });
    await thinOut(join(copy, "raw"));
  }
  // Windows lets everyone make junctions, but only administrators links.
  await Deno.symlink(projectPath("lib"), join(folder, "lib"), { type: "junction" });
  for (const name of ["deno.json", "deno.lock"]) {
    await Deno.copyFile(projectPath(name), join(folder, name));
  }
  for await (const { name, isFile } of Deno.readDir(projectPath("data"))) {
    if (!isFile || !name.endsWith(".json")) continue;
    const text = await Deno.readTextFile(projectPath("data", name));
    const redirected = text.replaceAll(/"baseURL": "[^"]*"/g, `"baseURL": "${baseURL}"`);
    const isCatalog = name === "models.json";
    await Deno.writeTextFile(join(folder, "data", name), isCatalog ? redirected : text);
  }
  for (const [name, text] of Object.entries(readersFiles(baseURL))) {
    await Deno.writeTextFile(join(folder, name), text);
  }
}

/** Leaves a few of a material's questions, some of each source: what is tested is the way, not the study. */
async function thinOut(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    const path = join(folder, name);
    const { columns, rows } = parseCsv(await Deno.readTextFile(path), { path });
    const few = rows.map(({ fields }) => fields).filter((_, n) => n % 7 === 0);
    await Deno.writeTextFile(path, formatCsv({ columns, rows: few }));
  }
}

async function runLine(
  { line, task }: Pick<DocsCommand, "line" | "task">,
  { folder, server }: { folder: string; server: DocsServer },
): Promise<{ code: number; said: string }> {
  if (/\balice\.csv\b/.test(line)) await codeByHand(folder);
  server.answerAs(
    task === "annotate"
      ? SIMULATED_JUDGE
      : task === "survey"
      ? "simulated-aligned"
      : "simulated-direct",
  );
  const keys = listProviders().flatMap(({ apiKeyEnv }) => apiKeyEnv ?? []);
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    // How long a command waits between two looks is not what is tested.
    args: ["-c", line.replace(/--every \d+/, "--every 1")],
    cwd: folder,
    env: {
      ...Object.fromEntries(keys.map((name) => [name, "not-a-key"])),
      // The Deno that runs this is the one that readers' commands find.
      PATH: [dirname(Deno.execPath()), Deno.env.get("PATH") ?? ""].join(delimiter),
      NO_COLOR: "1",
      // A task that runs these tests has set where its user stood, and tasks below it would keep that.
      INIT_CWD: folder,
    },
    stdin: "null",
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return { code, said };
}

/** Fills the sheet that was drawn last, as two people would who do not always agree. */
async function codeByHand(folder: string): Promise<void> {
  const sheets = join(folder, "outputs", "mine", "coding");
  const names = await Array.fromAsync(Deno.readDir(sheets), ({ name }) => name);
  const path = join(sheets, names.find((name) => name.endsWith(".csv")) ?? "");
  const { columns, rows } = parseCsv(await Deno.readTextFile(path), { path });
  for (const [coder, others] of [["alice", 6], ["bob", 5]] as const) {
    const filled = rows.map(({ fields }, n) => ({
      ...fields,
      coder,
      technique: String(n % others + 1),
    }));
    await Deno.writeTextFile(join(folder, `${coder}.csv`), formatCsv({ columns, rows: filled }));
  }
}
