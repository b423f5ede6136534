import { existsSync } from "node:fs";

const PLACES: readonly string[] = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Where Chromium is on this machine, or undefined. `CHROMIUM` in the environment goes first. */
export function findChromium(): string | undefined {
  return [Deno.env.get("CHROMIUM") ?? "", ...PLACES].find((path) => existsSync(path));
}
