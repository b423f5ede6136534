import { basename } from "node:path";
import { readManifest } from "../runs/manifest.ts";
import type { RunFile } from "../runs/run_file.ts";
import type { Panel } from "./show_panel.ts";

/** What is in a run: prompts, models, answers by status, judges. Only counts and names. */
export function runPanel(run: RunFile): Panel {
  const manifest = readManifest(run);
  return {
    title: `Run '${basename(run.folder)}'`,
    lines: [
      ["prompts", count(run, "SELECT count(*) AS n FROM prompts")],
      ["models", names(run, "SELECT model AS name FROM models ORDER BY rowid")],
      ["answers", count(run, "SELECT count(*) AS n FROM responses")],
      ["of them failed", count(run, "SELECT count(*) AS n FROM responses WHERE status = 'failed'")],
      ["judges", names(run, "SELECT judge AS name FROM judges ORDER BY rowid")],
      ["annotations", count(run, "SELECT count(*) AS n FROM annotations")],
      ["simulated", manifest.simulated ? "yes, some or all of it" : "no"],
    ],
    note: "All of it is in run.sqlite in the run's folder.",
  };
}

function count(run: RunFile, sql: string): number {
  return Number(run.statement(sql).get()?.n ?? 0);
}

function names(run: RunFile, sql: string): string {
  return run.statement(sql).all().map(({ name }) => String(name)).join(", ") || "none yet";
}
