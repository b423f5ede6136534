import { sha256 } from "../base/sha256.ts";

/** By what two prompts of the same text are known: 128 bits of its SHA-256, as 32 hex digits. */
export function hashOfInput(input: string): string {
  return sha256(input).slice(0, 32);
}
