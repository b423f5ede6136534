import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { LOCAL_URL } from "../../models/local/local_model.ts";
import type { Software } from "../../runs/describe_software.ts";
import type { ModelFacts, RunFacts } from "./read_run_facts.ts";

/** How each model was asked, and when. */
export function modelsTable({ models }: Pick<RunFacts, "models">): FormattedTable {
  return formatTable(models, {
    name: "models",
    title: "Models and how they were asked",
    columns: [
      { header: "Model", kind: "text", value: ({ name }) => name },
      { header: "Called", kind: "text", value: ({ spec }) => spec.model ?? null },
      { header: "At", kind: "text", value: whereOf },
      { header: "Parameters", kind: "text", value: ({ spec }) => parametersOf(spec.params ?? {}) },
      { header: "System message", kind: "text", value: ({ spec }) => spec.system ?? null },
      { header: "Responses", kind: "count", value: ({ responses }) => responses },
      { header: "First", kind: "text", value: ({ first }) => first },
      { header: "Last", kind: "text", value: ({ last }) => last },
      {
        ...{ header: "Reported as", kind: "text" },
        value: ({ reported }) => reported.length === 0 ? null : reported.join(", "),
      },
    ],
    notes: ["Times are UTC. Reported: the versions that the provider named in its answers."],
  });
}

/** With what each part of the run was made. */
export function sessionsTable(
  { sessions }: Pick<RunFacts, "sessions">,
  present: Software,
): FormattedTable {
  const rows = [
    ...sessions.map(({ kind, started_at, software }) => ({ kind, started_at, software })),
    { kind: "report", started_at: null, software: present },
  ];
  return formatTable(rows, {
    name: "sessions",
    title: "How the run came to be, step by step",
    columns: [
      { header: "Step", kind: "text", value: ({ kind }) => kind },
      { header: "Started", kind: "text", value: ({ started_at }) => started_at },
      { header: "Deno", kind: "text", value: ({ software }) => software.deno },
      { header: "Commit", kind: "text", value: ({ software }) => commitOf(software) },
    ],
    notes: ["Times are UTC. Of this page no time is kept, so that it can be made again as it is."],
  });
}

/** The packages with their versions, and which steps had another one. */
export function packagesTable(
  { sessions }: Pick<RunFacts, "sessions">,
  present: Software,
): FormattedTable {
  const all = [...sessions.map(({ software }) => software), present];
  const names = [...new Set(all.flatMap(({ packages }) => Object.keys(packages)))].sort();
  const rows = names.map((name) => ({
    name,
    versions: [...new Set(all.flatMap(({ packages }) => packages[name] ?? []))],
  }));
  return formatTable(rows, {
    name: "packages",
    title: "Packages",
    columns: [
      { header: "Package", kind: "text", value: ({ name }) => name },
      { header: "Version", kind: "text", value: ({ versions }) => versions.join(", ") },
    ],
    notes: ["Several versions: steps of the run were made with different ones."],
  });
}

function whereOf({ spec, simulated }: ModelFacts): string | null {
  if (simulated) return "simulator";
  if (spec.baseURL === LOCAL_URL) return "run by this program";
  return spec.imported === true ? "imported" : spec.baseURL ?? null;
}

function parametersOf(params: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(params).map(([key, value]) =>
    `${key} = ${typeof value === "string" ? value : JSON.stringify(value)}`
  );
  return entries.length === 0 ? "the provider's" : entries.join(", ");
}

function commitOf({ git }: Software): string | null {
  return git === null ? null : `${git.commit.slice(0, 12)}${git.dirty ? ", files changed" : ""}`;
}
