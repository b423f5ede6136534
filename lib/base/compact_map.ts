import { createHash } from "node:crypto";

/**
 * Texts, each with a number below 2^32, in at most 48 bytes a text: the texts themselves are not
 * kept, but their hashes. Two texts of ten million are taken for one with a chance of 1 in 300,000.
 */
export interface CompactMap {
  /** Adds a text with its number; gives back the number under which it is there already, if it is. */
  add(text: string, value: number): number | undefined;
}

const FIRST_SLOTS = 1 << 12;

/** An empty one. */
export function compactMap(): CompactMap {
  let slots = FIRST_SLOTS;
  let hashes = new BigUint64Array(slots); // 0 is an empty slot
  let values = new Uint32Array(slots);
  let size = 0;

  function slotOf(hash: bigint): number {
    let slot = Number(hash & BigInt(slots - 1));
    while (hashes[slot] !== 0n && hashes[slot] !== hash) slot = (slot + 1) & (slots - 1);
    return slot;
  }

  function grow(): void {
    const before = { hashes, values };
    slots *= 2;
    hashes = new BigUint64Array(slots);
    values = new Uint32Array(slots);
    for (const [index, hash] of before.hashes.entries()) {
      if (hash === 0n) continue;
      const slot = slotOf(hash);
      hashes[slot] = hash;
      values[slot] = before.values[index] ?? 0;
    }
  }

  return {
    add(text, value) {
      const hash = createHash("sha256").update(text).digest().readBigUInt64LE() || 1n;
      const slot = slotOf(hash);
      if (hashes[slot] === hash) return values[slot];
      hashes[slot] = hash;
      values[slot] = value;
      if (++size * 2 > slots) grow();
      return undefined;
    },
  };
}
