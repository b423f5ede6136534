import { createHash } from "node:crypto";

/**
 * A number in [0, 1) that depends on nothing but its keys: the top 52 bits of their SHA-256.
 *
 * It serves wherever a random choice must be the same in every process and every order: name the
 * purpose first, then the seed, then what the choice is for, as in
 * `hashedUniform("technique", seed, model, prompt)`.
 */
export function hashedUniform(...keys: readonly (string | number)[]): number {
  const digest = createHash("sha256").update(JSON.stringify(keys)).digest();
  return Number(digest.readBigUInt64BE() >> 12n) / 2 ** 52;
}
