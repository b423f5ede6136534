import { hashedUniform } from "../../base/hashed_uniform.ts";
import { UserError } from "../../base/user_error.ts";
import { type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { recogniseTechnique } from "../../models/simulator/recognise_technique.ts";
import { flagsOf } from "../_read_flags.ts";
import type { CodeSheet } from "./read_code_sheet.ts";
import type { Code, CodesFile } from "./read_codes.ts";

/** Options of {@linkcode simulateCoders}. */
export interface SimulateCodersOptions {
  /** Their names; each is prefixed with `simulated`. */
  coders: readonly string[];
  /** How often a coder takes another technique than the planted one. Default: 0.04. */
  errors?: number;
  /** Another seed gives other errors. Default: 1. */
  seed?: number;
}

/**
 * Codes of people who do not exist, for answers that the simulator made up: so that the demo shows
 * what a coding sheet is good for. They know the planted technique and err now and then. What comes of
 * them is marked as simulated.
 *
 * @throws {UserError} where an answer on the sheet is a real model's: nothing was planted there.
 */
export function simulateCoders(
  codeSheet: CodeSheet,
  { coders, errors = 0.04, seed = 1 }: SimulateCodersOptions,
): CodesFile[] {
  refuseReal(codeSheet);
  const { sheet, items } = codeSheet;
  return coders.map((name) => {
    const coder = `simulated ${name}`;
    const codes = items.map(({ code_id, input, output }): Code => {
      const planted = recogniseTechnique(output);
      // By the texts: the codes' names are new in each run, and the same demo must err alike.
      const draw = (what: string) => hashedUniform(what, seed, coder, input, output);
      const technique = planted !== null && draw("coder errs") < errors
        ? otherThan(planted, draw("coder's error"))
        : planted;
      return {
        where: coder,
        sheet,
        code_id,
        coder,
        technique,
        flags: flagsOf((flag) => flag === technique),
        note: null,
        simulated: true,
      };
    });
    return { path: coder, codes, uncoded: 0 };
  });
}

function refuseReal({ sheet, items }: CodeSheet): void {
  const real = items.filter(({ simulated }) => !simulated);
  if (real.length === 0) return;
  const models = [...new Set(real.map(({ model }) => model))].join(", ");
  throw new UserError(
    `Cannot simulate coders of ${sheet}: expected answers that the simulator made up but found ` +
      `${real.length} of ${items.length} by real models (${models}). Have people code the sheet.`,
  );
}

function otherThan(technique: Technique, uniform: number): Technique {
  const others = TECHNIQUES.filter((other) => other !== technique);
  return others[Math.floor(uniform * others.length)] ?? technique;
}
