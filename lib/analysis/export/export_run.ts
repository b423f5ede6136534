import { setImmediate } from "node:timers/promises";
import { produceAtomically } from "../../base/write_atomically.ts";
import { UserError } from "../../base/user_error.ts";
import { ANSWER_STATUSES, type AnswerStatus } from "../../models/answer.ts";
import { type Verdict, VERDICTS } from "../settle_verdicts.ts";
import { type ExportSource, openExportSource, type SourceOptions } from "./_export_source.ts";
import { type ExportTarget, fileTarget, partitionedTarget } from "./_export_target.ts";
import { type ExportFormat, formatOfPath } from "./export_formats.ts";
import { longColumns, longRows } from "./_long_layout.ts";
import { replaceFolder } from "./_replace_folder.ts";
import { wideColumns, wideRows } from "./_wide_layout.ts";

/** Options of {@linkcode exportRun}. */
export interface ExportOptions extends SourceOptions {
  /** The file or folder to write. */
  out: string;
  /** Default: by the ending of `out`: `.csv`, `.jsonl`, `.parquet`; without one, a folder. */
  format?: ExportFormat;
  /** `long`: a row per response. `wide`: the published annotated data set's. Default: `long`. */
  layout?: "long" | "wide";
  /** Stops the export; nothing is left of it. */
  signal?: AbortSignal;
  /** Told now and then how many rows are written. */
  onProgress?: (rows: number) => void;
  /** Rows in a part of a partitioned export, at most. Default: 100,000. */
  partRows?: number;
}

/** What one model's responses are. */
export interface ExportedModel {
  model: string;
  /** The sum of the statuses, and of the verdicts where there is a judge. */
  responses: number;
  statuses: Record<AnswerStatus, number>;
  verdicts: Record<Verdict, number>;
}

/** What an export of the wide layout holds: cells are rows × models. */
export interface WideCounts {
  /** These three add up to the cells. */
  withText: number;
  /** Failed, withheld or empty. */
  withoutText: number;
  /** Not asked. */
  missing: number;
  /** Cells with a code. */
  annotated: number;
  /** Rows whose prompt does not say its number within the task. */
  unnumbered: number;
}

/** What was exported. */
export interface ExportSummary {
  out: string;
  files: number;
  rows: number;
  /** Whose annotations went along; null for none. */
  judge: string | null;
  models: readonly string[];
  /** By model; of the long layout alone. */
  long: readonly ExportedModel[] | null;
  wide: WideCounts | null;
}

/**
 * Writes the responses of a run, failures included, and what a judge made of them; whole or not at
 * all, and in memory that does not grow with the run.
 *
 * Long layout: a row per response with the prompt's, model's and response's columns; with a judge
 * also `judge`, `judge_simulated`, `verdict` (`annotated`, `tie`, `unparsed`, `failed` or
 * `not_judged`), `technique` and `code` (what most of the judge's prompts gave), the first prompt's
 * `flag_…`, and where there are several prompts each one's `technique_variant_…`.
 * Rows are sorted by model, prompt and sample.
 *
 * Wide layout: the published annotated data set's `ID`, `Task`, `Input Number`, `Format`, `Input`, and
 * for each model `<Model>_Generation` and `<Model>_Annotation` (codes 1–6); a row per prompt and
 * sample. What is missing is empty.
 *
 * @throws {UserError} where the run cannot be read or `out` not be written, for an unknown model or
 * judge, several judges and none chosen, and a format that does not fit the layout.
 */
export async function exportRun(folder: string, options: ExportOptions): Promise<ExportSummary> {
  const { out, layout = "long", format = formatOfPath(out), partRows } = options;
  const path = out.replace(/(?<=.)[\\/]+$/, "");
  if (layout === "wide" && format === "partitioned") {
    throw new UserError(
      `Cannot export to ${out}: the wide layout has all models in one row, so that it cannot be ` +
        `partitioned by model. Name a file ending in .csv, .jsonl or .parquet.`,
    );
  }
  using source = openExportSource(folder, options);
  const write = layout === "wide" ? writeWide : writeLong;
  const columns = layout === "wide" ? wideColumns(source) : longColumns(source);
  const produce = async (temporary: string) => {
    using target = format === "partitioned"
      ? partitionedTarget(temporary, { columns, partRows })
      : fileTarget(temporary, { format, columns });
    const written = await write(source, target, options);
    return { ...written, files: target.finish() };
  };
  const written = format === "partitioned"
    ? await replaceFolder(path, produce)
    : await produceAtomically(path, produce);
  const models = source.models.map(({ model }) => model);
  return { out: path, models, judge: source.judge?.judge ?? null, ...written };
}

type Written = Pick<ExportSummary, "rows" | "long" | "wide">;

async function writeLong(
  source: ExportSource,
  target: ExportTarget,
  options: ExportOptions,
): Promise<Written> {
  const tick = ticker(options);
  const long: ExportedModel[] = [];
  let rows = 0;
  for (const model of source.models) {
    const counts = { responses: 0, statuses: zeros(ANSWER_STATUSES), verdicts: zeros(VERDICTS) };
    for (const { cells, judged } of longRows(source, model)) {
      target.write(cells, model.model);
      counts.responses++;
      const status = ANSWER_STATUSES.find((known) => known === cells.status);
      if (status !== undefined) counts.statuses[status]++;
      if (judged !== null) counts.verdicts[judged.verdict]++;
      await tick(++rows);
    }
    long.push({ model: model.model, ...counts });
  }
  return { rows, long, wide: null };
}

async function writeWide(
  source: ExportSource,
  target: ExportTarget,
  options: ExportOptions,
): Promise<Written> {
  const tick = ticker(options);
  const wide = { withText: 0, withoutText: 0, missing: 0, annotated: 0, unnumbered: 0 };
  let rows = 0;
  for (const { cells, isNumbered, ...counts } of wideRows(source)) {
    target.write(cells, "");
    wide.withText += counts.withText;
    wide.withoutText += counts.withoutText;
    wide.missing += counts.missing;
    wide.annotated += counts.annotated;
    if (!isNumbered) wide.unnumbered++;
    await tick(++rows);
  }
  return { rows, long: null, wide };
}

const ROWS_PER_TICK = 1000;

/** Lets others have their turn now and then: an interrupt, a progress line. */
function ticker({ signal, onProgress }: ExportOptions): (rows: number) => Promise<void> | void {
  return (rows) => {
    if (rows % ROWS_PER_TICK !== 0) return;
    signal?.throwIfAborted();
    onProgress?.(rows);
    return setImmediate();
  };
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
