import assert from "node:assert/strict";
import type { Technique } from "../../base/vocabulary.ts";
import { TECHNIQUE_COLOURS } from "../../figures/theme.ts";
import { type PixelPlace, pixelsOf } from "../canvas_pixels.ts";
import type { LabBrowser } from "./lab_browser.ts";
import { cellWith, eventually } from "./lab_edits.ts";

/** Filters the explorer by its legend, its bars and its list. */
export async function filterExplorer(lab: LabBrowser): Promise<void> {
  const cell = await cellWith(lab, "techniqueExplorer(tables)");
  const canvas = cell.locator("canvas");
  const pixels = (name: Technique) => pixelsOf(canvas, TECHNIQUE_COLOURS[name]);
  const click = async (position: PixelPlace | undefined) => {
    assert.ok(position !== undefined, "nothing of this colour is drawn");
    await canvas.click({ position: { x: position.x + 3, y: position.y + 3 } });
  };
  const bars = await pixels("no_approximation");
  const avoidance = await pixels("avoidance");
  const image = (): Promise<string> => canvas.evaluate((element) => element.toDataURL());
  const before = await image();

  const lowest = avoidance.at(-1);
  const inLegend = lowest && { x: lowest.x - 4, y: lowest.y - 6 };
  const pale = async () => (await pixels("no_approximation")).length < bars.length / 10;
  await click(inLegend);
  await eventually(pale, "the legend leaves the other techniques as they were");
  await click(inLegend);
  await eventually(async () => !await pale(), "a second click does not bring them back");

  const [first] = bars;
  const second = bars.find(({ y }) => y > (first?.y ?? 0) + 15);
  await click(second);
  await eventually(async () => await image() !== before, "a click on a bar changes nothing");
  await click(first);
  await eventually(async () => await image() === before, "the first bar does not lead back");

  await cell.locator("select").selectOption({ label: "Voting questions" });
  const higher = async () => ((await pixels("avoidance")).at(-1)?.y ?? 0) < (lowest?.y ?? 0) - 50;
  await eventually(higher, "the choice of a dataset leaves all as it was");
}
