import { UserError } from "../../base/user_error.ts";
import { describeSoftware } from "../../runs/describe_software.ts";
import { beginSession } from "../../runs/manifest.ts";
import type { RunFile } from "../../runs/run_file.ts";
import { lockRun } from "../../runs/run_lock.ts";
import { type AnnotationKey, saveAnnotation } from "../save_annotation.ts";
import { type CodeSheetItem, readCodeSheet } from "./read_code_sheet.ts";
import type { Code, CodesFile } from "./read_codes.ts";

/** What became of one coder's codes of one sheet. */
export interface CoderSummary {
  coder: string;
  sheet: string;
  /** Answers on the sheet: the sum of the four that follow. */
  items: number;
  /** Codes that the run did not have. */
  imported: number;
  /** Codes that the run had already. */
  alreadyThere: number;
  /** Codes that took the place of another of this coder. */
  replaced: number;
  /** Answers that this coder has not coded. */
  missing: number;
  /** Of those coded: answers that the coder could not code. */
  uncodable: number;
  /** Rows that say the same of one answer again. */
  repeated: number;
}

/** Options of {@linkcode importCodes}. */
export interface ImportCodesOptions {
  files: readonly CodesFile[];
  /** Whether a coder's new code takes the place of an earlier, different one. Default: refused. */
  replace?: boolean;
}

/** What the run calls a person who codes. */
export function judgeOfCoder(coder: string): string {
  return `coder ${coder}`;
}

/**
 * Takes the codes of people into the run as annotations, all or none.
 *
 * @throws {UserError} where a sheet or an id on it is unknown, where one coder says two things of one
 * answer, and where a code differs from the coder's earlier one (unless `replace` is set).
 */
export async function importCodes(
  run: RunFile,
  { files, replace = false }: ImportCodesOptions,
): Promise<CoderSummary[]> {
  using _lock = lockRun(run, "code-sheet");
  const software = await describeSoftware();
  const codes = files.flatMap((file) => file.codes);
  const groups = Map.groupBy(codes, ({ coder, sheet }) => JSON.stringify([coder, sheet]));
  return run.transaction(() => {
    const options = { files: files.map(({ path }) => path.split(/[\\/]/).at(-1)), replace };
    const endSession = beginSession(run, { kind: "code-sheet", software, options });
    const summaries = [...groups.values()].map((group) => importGroup(run, group, replace));
    endSession(summaries);
    return summaries;
  });
}

function importGroup(run: RunFile, codes: readonly Code[], replace: boolean): CoderSummary {
  const { coder = "", sheet = "", simulated = false } = codes[0] ?? {};
  const items = new Map(readCodeSheet(run, sheet).items.map((item) => [item.code_id, item]));
  const judge = judgeOfCoder(coder);
  run.statement(`INSERT INTO judges (judge, spec, simulated) VALUES (?, ?, ?)
    ON CONFLICT DO NOTHING`).run(judge, JSON.stringify({ kind: "person" }), Number(simulated));
  const summary: CoderSummary = {
    coder,
    sheet,
    items: items.size,
    imported: 0,
    alreadyThere: 0,
    replaced: 0,
    missing: 0,
    uncodable: 0,
    repeated: 0,
  };
  const first = new Map<string, Code>();
  for (const code of codes) {
    const item = items.get(code.code_id);
    if (item === undefined) refuseUnknown(code);
    const before = first.get(code.code_id);
    if (before !== undefined) {
      refuseOther(code, before);
      summary.repeated++;
      continue;
    }
    first.set(code.code_id, code);
    summary[keep(run, { code, item, judge, replace })]++;
    if (code.technique === null) summary.uncodable++;
  }
  summary.missing = items.size - first.size;
  return summary;
}

interface KeepOptions {
  code: Code;
  item: CodeSheetItem;
  judge: string;
  replace: boolean;
}

function keep(
  run: RunFile,
  { code, item, judge, replace }: KeepOptions,
): "imported" | "alreadyThere" | "replaced" {
  const { prompt_id, model, sample } = item;
  const key: AnnotationKey = { prompt_id, model, sample, judge, variant: 0 };
  const { technique, flags, note } = code;
  const annotation = {
    status: technique === null ? "unparsed" : "parsed",
    technique,
    flags,
    raw: null,
    note,
  } as const;
  if (saveAnnotation(run, key, annotation)) return "imported";
  const where = "prompt_id = ? AND model = ? AND sample = ? AND judge = ? AND variant = 0";
  const values = [prompt_id, model, sample, judge];
  const stored = run.statement(`SELECT technique FROM annotations WHERE ${where}`).get(...values);
  if (stored?.technique === technique) return "alreadyThere";
  if (!replace) {
    throw new UserError(
      `Cannot import ${code.where}: ${code.coder} has coded ${code.code_id} as ` +
        `${stored?.technique ?? "not codable"} before, and now as ${technique ?? "not codable"}. ` +
        `Add --replace where the new code is the right one.`,
    );
  }
  run.statement(`DELETE FROM annotations WHERE ${where}`).run(...values);
  saveAnnotation(run, key, annotation);
  return "replaced";
}

function refuseUnknown(code: Code): never {
  throw new UserError(
    `Cannot import ${code.where}: there is no '${code.code_id}' on ${code.sheet}. Was the id edited, ` +
      `or is it from another run?`,
  );
}

function refuseOther(code: Code, before: Code): void {
  if (code.technique === before.technique) return;
  throw new UserError(
    `Cannot import ${code.where}: ${code.coder} codes ${code.code_id} as ` +
      `${code.technique ?? "not codable"} here and as ${before.technique ?? "not codable"} in ` +
      `${before.where}. Keep one of the two.`,
  );
}
