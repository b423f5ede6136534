import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectPath } from "../../lib/base/project_paths.ts";

/** A Python that has pandas, or why there is none. */
export interface FoundPandas {
  /** Its path; null where there is none. */
  python: string | null;
  /** `pandas 3.1.1, numpy 2.4.6`, or a sentence that says why it is not measured. */
  words: string;
}

/** Where the environment with pandas is made: git ignores it. */
const FOLDER = projectPath("data", "cache", "bench_pandas");

/** Makes an environment with pandas from PyPI, once; `PANDAS_PYTHON` names another that has it. */
export async function findPandas(): Promise<FoundPandas> {
  const given = Deno.env.get("PANDAS_PYTHON");
  const python = given ?? join(FOLDER, "bin", "python");
  if (given === undefined && !existsSync(python)) {
    console.error("Fetching pandas from PyPI, once …");
    await output("python3", ["-m", "venv", FOLDER]);
    await output(python, ["-m", "pip", "install", "--quiet", "pandas", "pyarrow"]);
  }
  const words = await output(python, ["-c", VERSIONS]);
  if (words !== null) return { python, words };
  const missing = given === undefined ? "it could not be fetched from PyPI" : `${given} lacks it`;
  return { python: null, words: `pandas is not measured: ${missing}.` };
}

const VERSIONS =
  "import pandas, numpy, pyarrow; print(f'pandas {pandas.__version__}, numpy {numpy.__version__}')";

/** What a program prints; null where it fails or is not there. */
async function output(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const command = new Deno.Command(program, { args: [...args], stdin: "null", stderr: "null" });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    return null; // not installed
  }
}
