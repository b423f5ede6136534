import { UserError } from "../base/user_error.ts";
import type { ModelToAsk } from "./generate_responses.ts";

/** Two models of one name would write the same rows. @throws {UserError} where there are two. */
export function refuseRepeatedNames(models: readonly ModelToAsk[]): void {
  const names = models.map(({ spec }) => spec.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new UserError(`Cannot ask '${repeated}' twice in one run. Give each model its own name.`);
}
