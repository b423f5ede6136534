/**
 * The real answers on which the rules baseline is measured: those to propositions with an odd
 * number, none of which was read while the rules were written.
 */
import { basename } from "node:path";
import { readCsv } from "../lib/base/read_csv.ts";
import { sharedPath } from "../lib/testing/shared_material.ts";

/** One completion of `llm-values-pct`. */
export interface RealAnswer {
  /** The file's name without `.csv`. */
  file: string;
  /** The data row in the file, from 1. */
  row: number;
  prompt: string;
  completion: string;
}

/** Reads the answers to propositions with an odd number. */
export async function readUnseenAnswers(): Promise<RealAnswer[]> {
  const folder = sharedPath("real", "llm-values-pct");
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".csv")).sort();
  const answers: RealAnswer[] = [];
  for (const name of names) {
    const required = ["pct_id", "full_prompt", "completion"];
    const { rows } = await readCsv(`${folder}/${name}`, { required });
    for (const [index, { fields }] of rows.entries()) {
      const number = Number(fields.pct_id?.replace(/\D/g, ""));
      if (number % 2 === 0) continue;
      const { full_prompt: prompt = "", completion = "" } = fields;
      answers.push({ file: basename(name, ".csv"), row: index + 1, prompt, completion });
    }
  }
  return answers;
}
