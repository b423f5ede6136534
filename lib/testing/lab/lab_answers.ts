import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { type LabBrowser, readCells, showCell } from "./lab_browser.ts";
import { cellWith } from "./lab_edits.ts";

/** Where an answer browser shows what was answered. */
export const ANSWERED = '.nn-text[aria-label="What was answered"]';

/**
 * Reads, turns over and searches answers by mouse and keyboard; gives the part of a bar that it picked.
 *
 * @param begins how each answer begins; it ends in a number of its own between two `#`.
 */
export async function readAnswers(lab: LabBrowser, begins: string): Promise<Locator> {
  const { page } = lab;
  const count = (await readCells(lab)).length;
  const cell = await cellWith(lab, "showAnswerBrowser(");
  const status = cell.locator(".nn-count");
  const answered = cell.locator(ANSWERED);
  const widest = cell.locator(".nn-bar button").filter({ visible: true })
    .and(cell.locator('[aria-label*="No approximation"]')).first();
  await widest.click();
  assert.match(await status.innerText(), /^1 of (?!1\b)\d/);
  const first = await answered.innerText();
  assert.ok(first.startsWith(begins), first);

  await cell.getByRole("button", { name: "Next" }).click();
  assert.match(await status.innerText(), /^2 of/);
  assert.notEqual(await answered.innerText(), first);
  await cell.getByRole("button", { name: "Previous" }).click();
  assert.equal(await answered.innerText(), first);

  await widest.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  assert.match(await status.innerText(), /^2 of/);
  await page.keyboard.press("End");
  assert.match(await status.innerText(), /^(\d+) of \1/);
  await page.keyboard.press("Home");
  await page.keyboard.press("/");
  // In JupyterLab's command mode these letters would delete, cut and add cells.
  await page.keyboard.type("dd x a b nowhere");
  assert.match(await status.innerText(), /^None of \d+ .*has “dd x a b nowhere”/);
  const [number = ""] = /#\d+#/.exec(first) ?? [];
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(number);
  assert.match(await status.innerText(), /^1 of 1 with/);
  assert.equal(await answered.locator("mark").innerText(), number);
  await showCell(lab, 0);
  await cellWith(lab, "showAnswerBrowser(");
  assert.match(
    await status.innerText(),
    /^1 of 1 with/,
    "what was read is gone after scrolling",
  );

  await cell.getByRole("searchbox").focus();
  await page.keyboard.press("Escape");
  assert.match(
    await status.innerText(),
    /^1 of (?!1\b)\d/,
    "Escape leaves the search as it was",
  );
  await page.keyboard.press("Escape");
  assert.ok(
    await widest.evaluate((button) => button.matches(":focus")),
    "the bar has no focus",
  );
  assert.equal((await readCells(lab)).length, count);

  return widest;
}
