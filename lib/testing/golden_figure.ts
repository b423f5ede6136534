import assert from "node:assert/strict";
import type { Figure } from "../figures/figure.ts";

/**
 * Asserts that a figure is drawn as it was looked at, and needs nothing outside itself. The golden files
 * in `lib/figures/fixtures` are made again with: UPDATE_GOLDEN=1 deno test -A lib/figures
 */
export function assertDrawnAsLookedAt({ name, svg }: Pick<Figure, "name" | "svg">): void {
  const golden = new URL(`../figures/fixtures/${name}.svg.txt`, import.meta.url);
  if (Deno.env.get("UPDATE_GOLDEN") === "1") Deno.writeTextFileSync(golden, svg);
  assert.equal(svg, Deno.readTextFileSync(golden));
  assert.doesNotMatch(svg, /var\(|:where|<style|currentColor|\bid=|href|NaN|undefined/);
}
