import { UserError } from "../../base/user_error.ts";
import { runProgram } from "./run_program.ts";

/** A Python that can make the project's environment. */
export interface Python {
  /** How to start it. */
  command: string[];
  /** For example `3.11.7`. */
  version: string;
}

/** The oldest Python that the pinned Jupyter runs on. */
export const OLDEST_PYTHON: readonly [number, number] = [3, 10];

const PROBE = `
import importlib.util, json, platform, sys
print(json.dumps([platform.python_version(), sys.executable,
    [m for m in ("venv", "ensurepip") if importlib.util.find_spec(m) is None]]))
`;

/** What a probe of one candidate found. */
export interface ProbedPython extends Python {
  /** Of the standard modules that we need, those that this installation lacks. */
  missing: string[];
}

/** Options of {@linkcode findPython}. */
export interface FindPythonOptions {
  /** The operating system whose names are tried. Default: this one. */
  os?: typeof Deno.build.os;
  /** Starts one candidate and reports on it, `null` where it is none. Default: really starts it. */
  probe?: (command: string[]) => Promise<ProbedPython | null>;
}

/**
 * The first Python of at least {@linkcode OLDEST_PYTHON} on `PATH` that can make environments.
 *
 * @throws {UserError} with what was found instead and how to get one.
 */
export async function findPython(options: FindPythonOptions = {}): Promise<Python> {
  const { os = Deno.build.os, probe = probePython } = options;
  const oldest = OLDEST_PYTHON.join(".");
  const seen: ProbedPython[] = [];
  for (const command of candidates(os)) {
    const python = await probe(command);
    if (python === null) continue;
    if (isNewEnough(python.version) && python.missing.length === 0) return python;
    seen.push(python);
  }
  const lacking = seen.find((python) => isNewEnough(python.version));
  if (lacking !== undefined) {
    throw new UserError(
      `Cannot set up Jupyter: Python ${lacking.version} (${lacking.command.join(" ")}) has no ` +
        `'${lacking.missing.join("', '")}' module, so it cannot make an environment. On Debian ` +
        `and Ubuntu install python3-venv; elsewhere install Python from python.org. Then try again.`,
    );
  }
  const [old] = seen;
  const found = old === undefined
    ? "no python3 was found on PATH"
    : `only Python ${old.version} (${old.command.join(" ")}) was found`;
  throw new UserError(
    `Cannot set up Jupyter: Python ${oldest} or later is needed but ${found}. ` +
      `Install Python from python.org or your system's packages, then try again.`,
  );
}

function candidates(os: typeof Deno.build.os): string[][] {
  const named = ["3.14", "3.13", "3.12", "3.11", "3.10"].map((version) => [`python${version}`]);
  if (os === "windows") return [["py", "-3"], ["python"], ["python3"]];
  return [["python3"], ["python"], ...named];
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_PYTHON;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Starts a Python and asks what it is; `null` where it does not start or does not answer. */
export async function probePython(command: string[]): Promise<ProbedPython | null> {
  const { code, stdout } = await runProgram([...command, "-c", PROBE]);
  if (code !== 0) return probeVersion(command);
  try {
    const [version, executable, missing] = JSON.parse(stdout) as [string, string, string[]];
    return { command: [executable || command.join(" ")], version, missing };
  } catch {
    return null;
  }
}

/** Pythons too old for the probe (2.x has no `find_spec`) still say their version. */
async function probeVersion(command: string[]): Promise<ProbedPython | null> {
  const { code, stdout, stderr } = await runProgram([...command, "--version"]);
  const version = /^Python (\d+\.\d+\S*)/m.exec(stdout + stderr)?.[1];
  if (code !== 0 || version === undefined) return null;
  return { command, version, missing: [] };
}
