/** Why a download stopped before its end. */
export class Interruption extends Error {
  constructor(
    message: string,
    readonly worthRetrying: boolean,
    readonly advice = "",
  ) {
    super(message);
  }
}

/** Refuses an answer that is not the file, by its status. @throws {Interruption} */
export function refuseStatus(response: Response): void {
  if (response.status === 200 || response.status === 206) return;
  const busy = response.status === 429 || response.status >= 500;
  const status = `${response.status} ${response.statusText}`.trim();
  response.body?.cancel().catch(() => {});
  throw new Interruption(
    `the server answered ${status}`,
    busy,
    busy ? "Try again later." : "The publisher may have moved the file.",
  );
}

/**
 * Refuses a web page where a file was asked for, as log-in pages of networks are.
 *
 * @throws {Interruption}
 */
export function refuseErrorPage(response: Response, path: string): void {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("text/html") || /\.html?$/.test(path)) return;
  response.body?.cancel().catch(() => {});
  throw new Interruption("the server answered with a web page, not with the file", false);
}
