/** Sets up the folder that is its argument, as `deno task` would: for tests that need another PATH. */
import { UserError } from "../base/user_error.ts";
import { setUp } from "../notebook/setup/set_up.ts";

try {
  const jupyter = await setUp({ root: Deno.args[0], denoPath: Deno.args[1] });
  console.log(`python: ${jupyter.python}`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  Deno.exit(1);
}
