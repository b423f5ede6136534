/**
 * An error that the user can mend: bad input, a missing file, a wrong option.
 *
 * Its message is one line for people: what could not be done, where (file, line, column or key),
 * what was expected, what was found, and the way out. The command line prints it without a stack.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}
