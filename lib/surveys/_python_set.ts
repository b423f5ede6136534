/** The modulus of CPython's hashes of numbers on 64-bit machines: a Mersenne prime. */
const MODULUS = (1n << 61n) - 1n;
const BITS = 61;
/** CPython's `Objects/setobject.c`, as it has been since 3.7. */
const LINEAR_PROBES = 9n;
const PERTURB_SHIFT = 5n;
const FIRST_SIZE = 8n;

/**
 * In which order CPython (3.7 or later, 64 bits) goes through a set of numbers that were added in the
 * order given; of equal ones the first stays. It follows from how the set lays its members out.
 *
 * @param values Numbers of at least 0, finite, fewer than 20,000.
 */
export function pythonSetOrder(values: readonly number[]): number[] {
  let table = new Table(FIRST_SIZE);
  for (const value of values) {
    if (!table.add(value)) continue;
    if (table.used * 5 >= (table.size - 1) * 3) table = grown(table);
  }
  return table.members();
}

function grown(table: Table): Table {
  let size = FIRST_SIZE;
  while (size <= BigInt(table.used * 4)) size <<= 1n;
  const larger = new Table(size);
  for (const value of table.members()) larger.add(value);
  return larger;
}

class Table {
  used = 0;
  readonly #slots: (number | undefined)[];
  readonly #mask: bigint;

  constructor(size: bigint) {
    this.#slots = Array<number | undefined>(Number(size)).fill(undefined);
    this.#mask = size - 1n;
  }

  get size(): number {
    return this.#slots.length;
  }

  members(): number[] {
    return this.#slots.filter((value) => value !== undefined);
  }

  /** False where it was there already. */
  add(value: number): boolean {
    const hash = hashOf(value);
    let index = hash & this.#mask;
    for (let perturb = hash;;) {
      const probes = index + LINEAR_PROBES <= this.#mask ? LINEAR_PROBES : 0n;
      for (let probe = 0n; probe <= probes; probe++) {
        const slot = Number(index + probe);
        if (this.#slots[slot] === value) return false;
        if (this.#slots[slot] !== undefined) continue;
        this.#slots[slot] = value;
        this.used++;
        return true;
      }
      perturb >>= PERTURB_SHIFT;
      index = (index * 5n + 1n + perturb) & this.#mask;
    }
  }
}

/** CPython's hash of a float: the fraction that it is, modulo a prime. */
function hashOf(value: number): bigint {
  let exponent = 0;
  let numerator = value;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    exponent++;
  }
  // 2^61 is 1 modulo the prime, so that dividing by 2^e is multiplying by 2^(−e mod 61).
  const shift = BigInt((BITS - exponent % BITS) % BITS);
  return (BigInt(numerator) << shift) % MODULUS;
}
