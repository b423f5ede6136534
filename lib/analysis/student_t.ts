/** The standard normal distribution's 0.975 quantile: the z of a 95 % interval. */
export const Z_95 = 1.959963984540054;

/**
 * The 0.975 quantile of Student's t with `df` degrees of freedom (a whole number of at least 1):
 * what takes the place of {@linkcode Z_95} where a variance is estimated from df + 1 items.
 *
 * The distribution function is the finite series for whole degrees of freedom (Abramowitz and
 * Stegun 1964, Handbook of Mathematical Functions, 26.7.3 and 26.7.4), inverted by bisection. From
 * 200 on the asymptotic expansion around the normal quantile (26.7.5) is exact to ten digits.
 */
export function studentT95(df: number): number {
  if (!Number.isInteger(df) || df < 1) {
    throw new RangeError(`Cannot take Student's t with ${df} degrees of freedom: expected 1, 2, …`);
  }
  if (df >= 200) return expansion(df);
  let low = Z_95;
  let high = 13;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, df) < 0.95) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function expansion(df: number): number {
  const z = Z_95;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, power) => sum + term / df ** power, 0);
}

/** P(|T| < t) for Student's t with `df` degrees of freedom. */
function centralProbability(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  const cosine = Math.cos(angle);
  const odd = df % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= df - 2; k += 2) {
    term *= cosine * cosine * (k - 1) / k;
    sum += term;
  }
  return odd ? (angle + Math.sin(angle) * sum) * 2 / Math.PI : Math.sin(angle) * sum;
}
