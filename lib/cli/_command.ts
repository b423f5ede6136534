import { Command, CommanderError, InvalidArgumentError } from "commander";
import { oneLine } from "../base/one_line.ts";
import { UserError } from "../base/user_error.ts";

/** A command named and described for `deno task NAME --help`. */
export function taskCommand(name: string, description: string): Command {
  return new Command(`deno task ${name}`)
    .description(description)
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
}

/**
 * Runs a command over the process's arguments and ends the process: 0 where all went well, 1 with
 * one line on standard error where the user can mend it, 1 with the stack where we must.
 */
export async function runTask(
  command: Command,
  args: readonly string[] = Deno.args,
): Promise<void> {
  try {
    await command.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    console.error(errorLine(error, command.name()));
    Deno.exit(1);
  }
}

function errorLine(error: unknown, name: string): string {
  if (error instanceof CommanderError) {
    const message = oneLine(error.message.replace(/^error: /, ""));
    return `error: ${message.replace(/\.$/, "")}. See '${name} --help'.`;
  }
  if (error instanceof UserError) return `error: ${oneLine(error.message)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Parses an option that takes a whole number of at least `min`. */
export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < min) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${min}.`);
    }
    return value;
  };
}

/** Parses an option that takes a number of at least 0, such as `0.7`. */
export function amount(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$|^\.\d+$/.test(text) || !Number.isFinite(value)) {
    throw new InvalidArgumentError("Expected a number of at least 0, such as 0.7.");
  }
  return value;
}

/** Parses an option that takes a comma-separated list; blanks around a name are dropped. */
export function nameList(text: string): string[] {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("Expected names with commas between.");
  return names;
}
