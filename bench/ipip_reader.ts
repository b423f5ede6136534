/**
 * Time and peak memory of counting the answers of a file of the size of IPIP-NEO-120:
 *
 *     deno run -A bench/ipip_reader.ts [PEOPLE]          (619,150 by default)
 *
 * PEOPLE who do not exist, with 120 answers each, are written to a temporary folder in fixed width and as
 * CSV; a process of its own counts each, three times. Reading the bytes alone is timed beside it. Peak
 * memory is what Linux says of the process; elsewhere it is left out.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPersonalityAnswers } from "../lib/surveys/read_personality_answers.ts";
import type { PersonalityStatement } from "../lib/surveys/read_personality_statements.ts";
import { inventPeople } from "./invent_people.ts";

const ITEMS = 120;
const LIMIT_MS = 5 * 60_000;
const COUNT = "--count";

const statements = Array.from({ length: ITEMS }, (_, number): PersonalityStatement => ({
  ...{ question_id: `s${number}`, number, text: `Statement ${number}`, facet: "Invented" },
  ...{ trait: "O", key: number % 2 === 0 ? 1 : -1 },
}));

if (Deno.args[0] === COUNT) await countOnce(Deno.args[1] ?? "");
else await compare(Number(Deno.args[0] ?? 619_150));

async function compare(people: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ipip-reader-" });
  try {
    console.log("file              MB  what                seconds  peak MiB  people");
    for (const name of ["people.dat", "people.csv"]) {
      const path = join(folder, name);
      await writePeople(path, people);
      const megabytes = ((await Deno.stat(path)).size / 1e6).toFixed(1).padStart(9);
      const file = `${name} ${megabytes}  `;
      console.log(`${file}reading the bytes   ${(await readBytes(path)).toFixed(2).padStart(7)}`);
      for (let time = 0; time < 3; time++) {
        console.log(`${file}counting the answers${await countApart(path)}`);
      }
      await Deno.remove(path);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writePeople(path: string, people: number): Promise<void> {
  using file = await Deno.create(path);
  const keys = statements.map(({ key }) => key);
  const isCsv = path.endsWith(".csv");
  if (isCsv) await writeAll(file, `case,country,${keys.map((_, n) => `i${n + 1}`).join(",")}\n`);
  let held: string[] = [];
  const decoder = new TextDecoder();
  for (const bytes of inventPeople({ people, keys, seed: 1 })) {
    const line = decoder.decode(bytes);
    held.push(isCsv ? toCsv(line) : line);
    if (held.length < 5000) continue;
    await writeAll(file, held.join(""));
    held = [];
  }
  await writeAll(file, held.join(""));
}

function toCsv(line: string): string {
  return `${line.slice(0, 6).trim()},Invented,${[...line.slice(31, -1)].join(",")}\n`;
}

async function writeAll(file: Deno.FsFile, text: string): Promise<void> {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await file.write(bytes));
}

async function readBytes(path: string): Promise<number> {
  const start = performance.now();
  using file = await Deno.open(path);
  const bytes = new Uint8Array(1 << 20);
  while (await file.read(bytes) !== null);
  return (performance.now() - start) / 1000;
}

async function countApart(path: string): Promise<string> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", fileURLToPath(import.meta.url), COUNT, path],
    stderr: "inherit",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).output();
  if (!success) throw new Error("counting failed");
  return new TextDecoder().decode(stdout).trimEnd();
}

async function countOnce(path: string): Promise<void> {
  const start = performance.now();
  const { people, leftOut } = await readPersonalityAnswers(path, statements);
  const seconds = ((performance.now() - start) / 1000).toFixed(2).padStart(8);
  if (leftOut.lines > 0) throw new Error(`${leftOut.lines} lines were left out`);
  console.log(`${seconds}${peakMebibytes().padStart(10)}  ${people.toLocaleString("en")}`);
}

function peakMebibytes(): string {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return (Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024).toFixed(0);
  } catch {
    return ""; // no Linux
  }
}
