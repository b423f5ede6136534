import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "../base/find_chromium.ts";

/** A page in a real browser, and what went wrong on it. */
export interface BrowserTest {
  page: Page;
  browser: Browser;
  /** Errors of scripts and of the console, and requests to anywhere but files. */
  troubles: string[];
  /** A part of the test, with a name of its own; what follows it runs only where it passes. */
  step(name: string, run: () => Promise<void>): Promise<void>;
}

/**
 * Registers a test in a real, headless Chromium. Where there is none the test's name says so and the
 * runner counts it as ignored: it never passes without having run.
 */
export function testInBrowser(name: string, run: (test: BrowserTest) => Promise<void>): void {
  const executablePath = findChromium();
  const title = executablePath === undefined
    ? `${name} (NOT RUN: no Chromium; install it, or name it in CHROMIUM)`
    : name;
  Deno.test({
    name: title,
    ignore: executablePath === undefined,
    // The browser's own pipes outlive the test by a moment.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async (test) => {
      const browser = await chromium.launch({
        executablePath: executablePath ?? "",
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      try {
        const context = await browser.newContext({ acceptDownloads: true });
        const page = await context.newPage();
        const troubles: string[] = [];
        page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
        page.on("console", (message) => {
          if (message.type() === "error") troubles.push(`console: ${message.text()}`);
        });
        page.on("request", (request) => {
          if (!/^(file|blob|data):/.test(request.url())) troubles.push(`asked ${request.url()}`);
        });
        await run({
          page,
          browser,
          troubles,
          async step(name, part) {
            if (!await test.step(name, part)) throw new Error(`'${name}' failed`);
          },
        });
      } finally {
        await browser.close();
      }
    },
  });
}
