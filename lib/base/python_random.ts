const N = 624;
const M = 397;

/**
 * CPython's `random.Random`, seeded with an integer: the same draws, bit for bit.
 *
 * The generator is MT19937 (Matsumoto and Nishimura 1998, "Mersenne Twister", ACM TOMACS 8(1));
 * seeding is their `init_by_array` over the 32-bit words of the seed's absolute value, as in
 * CPython's `_randommodule.c`; `sample` follows `Lib/random.py` of CPython 3.11.
 */
export class PythonRandom {
  readonly #state = new Uint32Array(N);
  #index = N;

  /** @param seed Any integer; like CPython, a seed and its negative give the same draws. */
  constructor(seed: bigint | number) {
    this.#initByArray(wordsOf(BigInt(seed)));
  }

  /** `random.getrandbits(count)`: an integer in [0, 2^count). `count` is 0 or more. */
  getrandbits(count: number): bigint {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`Cannot draw ${count} bits: expected a whole number of at least 0.`);
    }
    let value = 0n;
    for (let shift = 0; shift < count; shift += 32) {
      const bits = Math.min(32, count - shift);
      value |= BigInt(this.#nextUint32() >>> (32 - bits)) << BigInt(shift);
    }
    return value;
  }

  /** `random.random()`: a number in [0, 1), a multiple of 2^−53. */
  random(): number {
    const high = this.#nextUint32() >>> 5;
    const low = this.#nextUint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** A uniform integer in [0, n), by rejection; `n` is 1 or more. */
  randbelow(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) {
      throw new RangeError(`Cannot draw below ${n}: expected a whole number of at least 1.`);
    }
    const count = BigInt(n).toString(2).length;
    let value = this.getrandbits(count);
    while (value >= BigInt(n)) value = this.getrandbits(count);
    return Number(value);
  }

  /**
   * `random.sample(list, k)`: `k` elements from different positions, in the order drawn.
   *
   * @throws {RangeError} where `k` is negative or more than the list is long.
   */
  sample<T>(list: readonly T[], k: number): T[] {
    if (!Number.isInteger(k) || k < 0 || k > list.length) {
      throw new RangeError(`Cannot sample ${k} of ${list.length} elements.`);
    }
    return this.#samplePositions(list.length, k).map((position) => list[position] as T);
  }

  /** `random.sample(list, 1)[0]`: one element. @throws {RangeError} where the list is empty. */
  sampleOne<T>(list: readonly T[]): T {
    const [element] = this.sample(list, 1);
    return element as T;
  }

  #samplePositions(n: number, k: number): number[] {
    // CPython copies the list where that takes less room than a set of what was drawn.
    let setSize = 21;
    if (k > 5) setSize += 4 ** Math.ceil(Math.log(k * 3) / Math.log(4));
    return n <= setSize ? this.#drawFromPool(n, k) : this.#drawDistinct(n, k);
  }

  #drawFromPool(n: number, k: number): number[] {
    const pool = Array.from({ length: n }, (_, position) => position);
    return Array.from({ length: k }, (_, drawn) => {
      const j = this.randbelow(n - drawn);
      const position = pool[j] ?? 0;
      pool[j] = pool[n - drawn - 1] ?? 0;
      return position;
    });
  }

  #drawDistinct(n: number, k: number): number[] {
    const drawn = new Set<number>();
    while (drawn.size < k) drawn.add(this.randbelow(n));
    return [...drawn];
  }

  #initByArray(key: readonly number[]): void {
    const state = this.#state;
    this.#initGenrand(19650218);
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, key.length); k > 0; k--) {
      const previous = at(state, i - 1);
      state[i] = (at(state, i) ^ Math.imul(previous ^ (previous >>> 30), 1664525)) +
        (key[j] ?? 0) + j;
      i++;
      j++;
      if (i >= N) {
        state[0] = at(state, N - 1);
        i = 1;
      }
      if (j >= key.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      const previous = at(state, i - 1);
      state[i] = (at(state, i) ^ Math.imul(previous ^ (previous >>> 30), 1566083941)) - i;
      i++;
      if (i >= N) {
        state[0] = at(state, N - 1);
        i = 1;
      }
    }
    state[0] = 0x80000000;
  }

  #initGenrand(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < N; i++) {
      const previous = at(state, i - 1);
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  #nextUint32(): number {
    if (this.#index >= N) this.#twist();
    let y = at(this.#state, this.#index++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < N; i++) {
      const y = (at(state, i) & 0x80000000) | (at(state, (i + 1) % N) & 0x7fffffff);
      state[i] = at(state, (i + M) % N) ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.#index = 0;
  }
}

function at(state: Uint32Array, index: number): number {
  return state[index] ?? 0;
}

/** The 32-bit words of an integer's absolute value, lowest first; 0 is one word. */
function wordsOf(seed: bigint): number[] {
  let rest = seed < 0n ? -seed : seed;
  const words: number[] = [];
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}
