import type { CellRow, CellValue, TableColumns } from "../../base/table_columns.ts";
import { PROMPT_COLUMN_TYPES } from "../../prompts/write_prompts.ts";
import type { ExportSource, SourceModel } from "./_export_source.ts";
import { type JudgedAnswer, judgedCells, judgedColumns, judgementReader } from "./_judgements.ts";

const MODEL_COLUMNS = { model: "text", series_of: "text", simulated: "boolean" } as const;

const RESPONSE_COLUMNS = {
  sample: "integer",
  status: "text",
  response: "text",
  thinking: "text",
  finish_reason: "text",
  error: "text",
  error_kind: "text",
  attempts: "integer",
  seconds: "real",
  input_tokens: "integer",
  output_tokens: "integer",
  cached_input_tokens: "integer",
  reasoning_tokens: "integer",
  reported_model: "text",
  system_fingerprint: "text",
  choices: "integer",
  tool_calls: "text",
  top_logprobs: "text",
  origin: "text",
  origin_ref: "text",
  created_at: "text",
} as const;

// The order of tables is told: rows then come in the order asked for, without sorting.
const SELECT = `SELECT ${namesIn("p", PROMPT_COLUMN_TYPES)}, ${namesIn("r", RESPONSE_COLUMNS)}
  FROM prompts AS p CROSS JOIN responses AS r ON r.prompt_id = p.prompt_id AND r.model = ?
  ORDER BY p.position, r.sample`;

function namesIn(table: string, columns: object): string {
  return Object.keys(columns).map((column) => `${table}.${column}`).join(", ");
}

/** One response, as a row of the long layout. */
export interface LongRow {
  cells: CellRow;
  /** Null where no annotations go along. */
  judged: JudgedAnswer | null;
}

/** The columns of the long layout. */
export function longColumns({ judge }: ExportSource): TableColumns {
  return {
    ...PROMPT_COLUMN_TYPES,
    ...MODEL_COLUMNS,
    ...RESPONSE_COLUMNS,
    ...(judge === null ? {} : judgedColumns(judge)),
  };
}

/** The responses of a model, failures included, in the order of its prompts and samples. */
export function* longRows(source: ExportSource, model: SourceModel): Generator<LongRow> {
  const { judge } = source;
  const read = judgementReader(source);
  for (const row of source.run.db.prepare(SELECT).iterate(model.model)) {
    const key = {
      prompt_id: String(row.prompt_id),
      sample: Number(row.sample),
      model: model.model,
    };
    const judged = read(key);
    const annotation = judge === null || judged === null ? {} : judgedCells(judge, judged);
    yield { judged, cells: { ...toCells(row), ...model, ...annotation } };
  }
}

function toCells(row: Readonly<Record<string, unknown>>): Record<string, CellValue> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toCell(value)]));
}

function toCell(value: unknown): CellValue {
  return value === null || typeof value === "number" ? value : String(value);
}
