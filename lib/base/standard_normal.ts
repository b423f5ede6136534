/**
 * A standard normal number from two uniform ones in [0, 1). Box and Muller (1958), "A note on the
 * generation of random normal deviates", Annals of Mathematical Statistics 29(2), 610–611.
 */
export function standardNormal(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
}
