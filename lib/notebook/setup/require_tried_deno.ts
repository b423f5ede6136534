import { UserError } from "../../base/user_error.ts";

/** The Deno that all was tried with: kernels of some later ones lose outputs of cells. */
export const TRIED_DENO = "2.8.1";

/**
 * Refuses to run notebooks on a Deno whose kernel was not tried: a table that lacks lines without a
 * word would be worse than a stop. Another release is adopted when kernel_stress_test.ts passes.
 *
 * @throws {UserError} naming the version at hand and the command that brings the right one.
 */
export function requireTriedDeno(task: string, version: string = Deno.version.deno): void {
  if (version === TRIED_DENO) return;
  throw new UserError(
    `Cannot run notebooks on Deno ${version}: kernels of other versions than ${TRIED_DENO} can ` +
      `lose what cells print. Use 'npx -y deno@${TRIED_DENO} task ${task}'.`,
  );
}
