/**
 * Φ(−x), the standard normal's lower tail, for x ≥ 0: 1/2 − φ(x) (x + x³/3 + x⁵/(3·5) + …)
 * (Marsaglia 2004, "Evaluating the normal distribution", J. Stat. Softw. 11(4)), to 15 digits
 * behind the point.
 */
export function lowerTail(x: number): number {
  if (x > 8) return 0;
  let term = x;
  let sum = 0;
  for (let k = 3; sum + term !== sum; k += 2) {
    sum += term;
    term *= x * x / k;
  }
  return Math.max(0, 0.5 - sum * density(x));
}

/** The x ≥ 0 whose {@linkcode lowerTail} is `tail`, in [0.001, 0.5], by Newton's method. */
export function tailQuantile(tail: number): number {
  if (!(tail >= 0.001 && tail <= 0.5)) {
    throw new RangeError(`Cannot invert a tail of ${tail}: expected 0.001 to 0.5.`);
  }
  let x = 1;
  for (let step = 0; step < 20; step++) {
    const correction = (lowerTail(x) - tail) / density(x);
    x += correction;
    if (Math.abs(correction) < 1e-13) break;
  }
  return x;
}

function density(x: number): number {
  return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
}
