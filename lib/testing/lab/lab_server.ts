import { dirname, join } from "node:path";
import { labArguments } from "../../notebook/start_lab.ts";
import { setUp } from "../../notebook/setup/set_up.ts";
import { sleepForReal } from "../../base/sleep.ts";

/** Options of {@linkcode startLabServer}. */
export interface LabServerOptions {
  /** The folder that JupyterLab shows; see `makeLabProject`. */
  root: string;
  /** A folder for what Jupyter keeps: settings, workspaces, signatures, checkpoints. */
  state: string;
  /** Further variables for the kernels, such as `NEUTRALITY_RUN`. */
  env?: Readonly<Record<string, string>>;
  /** Whether JupyterLab is in its dark theme. Default: false. */
  dark?: boolean;
  /** Whether it is started as by `python -m jupyterlab`, without what `deno task lab` adds. Default: false. */
  isPlain?: boolean;
}

/** A JupyterLab of a test's own; disposing of it ends it and its kernels. */
export interface LabServer extends AsyncDisposable {
  /** Its address, which ends with `/`. */
  url: string;
  token: string;
}

/** Longer than any test takes; then it ends by itself, should its test have been killed. */
const IDLE_SECONDS = 600;
const START_MS = 180_000;
const STOP_MS = 30_000;

/**
 * Starts the project's JupyterLab as `deno task lab` does, on a free port of loopback, with settings
 * of its own, whatever those of this user are.
 *
 * @throws with what JupyterLab said, where it ends or does not answer in three minutes.
 */
export async function startLabServer(options: LabServerOptions): Promise<LabServer> {
  const { root, state, env = {}, dark = false, isPlain = false } = options;
  const jupyter = await setUp({ say: () => {} });
  await writeSettings(join(state, "settings"), dark);
  const token = crypto.randomUUID();
  const child = new Deno.Command(jupyter.python, {
    args: (isPlain ? plainArguments : labArguments)([
      ...["--no-browser", "--ip=127.0.0.1", "--port=0", `--IdentityProvider.token=${token}`],
      ...["--LabApp.expose_app_in_browser=True", "--MappingKernelManager.cull_connected=True"],
      `--MappingKernelManager.cull_idle_timeout=${IDLE_SECONDS}`,
      `--ServerApp.shutdown_no_activity_timeout=${IDLE_SECONDS}`,
    ]),
    cwd: root,
    env: { ...(isPlain ? { JUPYTER_PATH: "" } : jupyter.env), ...stateFolders(state), ...env },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = new Response(child.stderr).text();
  const stop = async () => {
    signal(child, "SIGTERM");
    // It ends its kernels first; should it hang, the test is not to hang with it.
    const impatient = setTimeout(() => signal(child, "SIGKILL"), STOP_MS);
    await child.status;
    clearTimeout(impatient);
    return await log;
  };
  const url = await addressOf(child.pid, { runtime: join(state, "runtime"), ended: child.status });
  if (url === null) throw new Error(`JupyterLab did not start. It said:\n${await stop()}`);
  return { url, token, [Symbol.asyncDispose]: async () => void await stop() };
}

/** Jupyter refuses to run as root without the last one. */
function plainArguments(options: readonly string[]): string[] {
  return ["-m", "jupyterlab", ...options, "--allow-root"];
}

function signal(child: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    child.kill(name);
  } catch {
    // It has ended by itself.
  }
}

function stateFolders(state: string): Record<string, string> {
  return {
    JUPYTER_CONFIG_DIR: join(state, "config"),
    JUPYTER_DATA_DIR: join(state, "data"),
    JUPYTER_RUNTIME_DIR: join(state, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(state, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(state, "workspaces"),
  };
}

/** Without its question whether it may fetch news, which would lie over the notebook. */
async function writeSettings(folder: string, dark: boolean): Promise<void> {
  const settings = {
    notification: { fetchNews: "false", checkForUpdates: false },
    themes: { theme: dark ? "JupyterLab Dark" : "JupyterLab Light" },
  };
  for (const [name, values] of Object.entries(settings)) {
    const path = join(folder, "@jupyterlab", "apputils-extension", `${name}.jupyterlab-settings`);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, JSON.stringify(values));
  }
}

/** Waits for the file in which a server says where it listens; null where it ended, or took too long. */
async function addressOf(
  pid: number,
  { runtime, ended }: { runtime: string; ended: Promise<unknown> },
): Promise<string | null> {
  const path = join(runtime, `jpserver-${pid}.json`);
  let running = true;
  ended.then(() => running = false);
  for (const end = Date.now() + START_MS; running && Date.now() < end; await sleepForReal(50)) {
    const text = await Deno.readTextFile(path).catch(() => "");
    // It is written before the server is up, and perhaps not whole yet.
    const url = /"url": "([^"]+)"/.exec(text)?.[1];
    if (url !== undefined && await answers(url)) return url;
  }
  return null;
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}api`).catch(() => null);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
