/** How often progress is told where nothing happens, in ms. */
const EVERY_MS = 1000;

/**
 * Calls `report` every second until it is disposed of: while a provider asks to wait no answer comes,
 * and nobody would see why. The timer keeps no process alive.
 */
export function reportRegularly(report: () => void): Disposable {
  const timer = setInterval(report, EVERY_MS);
  Deno.unrefTimer(timer);
  return {
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
