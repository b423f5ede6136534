import { JUPYTER_DISPLAY, type MimeBundle } from "./displayable.ts";

/**
 * Gives a value the way in which Jupyter shows it as a cell's last value, and returns the value. The
 * way is not enumerable: `{ ...value }` and comparisons do not see it.
 */
export function displayAs<T extends object>(value: T, bundleOf: (value: T) => MimeBundle): T {
  Object.defineProperty(value, JUPYTER_DISPLAY, {
    value: () => bundleOf(value),
    configurable: true,
    writable: true,
  });
  return value;
}
