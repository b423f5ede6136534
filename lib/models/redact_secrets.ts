import { oneLine } from "../base/one_line.ts";

const LONGEST = 500;

/** A secret and the name under which it may be spoken of. */
export interface Secret {
  name: string;
  value: string;
}

/**
 * Foreign text made fit for an error line: secrets replaced by their names, however a provider may
 * have quoted them; control characters and line breaks turned to blanks; cut at 500 characters.
 */
export function redactSecrets(text: string, secrets: readonly Secret[]): string {
  const safe = oneLine(withNames(text, secrets)).trim();
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

/** Keys are longer. What is shorter (`none`, `ollama`) is no secret, and may be a word of an answer. */
const SHORTEST = 16;

/** A body as it came, JSON or not, but for secrets, of which some servers send back what they got. */
export function withoutSecrets(body: string, secrets: readonly Secret[]): string {
  return withNames(body, secrets.filter(({ value }) => value.length >= SHORTEST));
}

function withNames(text: string, secrets: readonly Secret[]): string {
  let safe = text;
  for (const { name, value } of secrets) {
    for (const form of new Set([value, encodeURIComponent(value), escapedIn(value)])) {
      if (form !== "") safe = safe.replaceAll(form, `[${name}]`);
    }
  }
  return safe;
}

function escapedIn(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
