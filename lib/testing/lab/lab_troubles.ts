import type { Page } from "playwright-core";

/**
 * Collects what goes wrong on a page of JupyterLab: uncaught errors, errors of the console, requests
 * to anywhere but its server. JupyterLab by itself causes none.
 */
export function labTroubles(page: Page, url: string): string[] {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && !/^(blob|data):/.test(asked)) troubles.push(`asked ${asked}`);
  });
  return troubles;
}
