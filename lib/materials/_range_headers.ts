/** Whether the answer goes on at the byte that was asked for. */
export function goesOn(response: Response, start: number): boolean {
  if (response.status !== 206) return false;
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
  return match !== null && Number(match[1]) === start;
}

/** The whole file's size, where the answer tells it. */
export function totalOf(response: Response): number | null {
  const ranged = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (ranged !== undefined) return Number(ranged);
  const length = response.headers.get("content-length");
  return response.status === 200 && length !== null ? Number(length) : null;
}

/** What names this very version of the file, for `If-Range`; weak tags do not serve there. */
export function validatorOf(response: Response): string | null {
  const tag = response.headers.get("etag");
  if (tag !== null && !tag.startsWith("W/")) return tag;
  return response.headers.get("last-modified");
}
