import { dirname } from "node:path";
import { UserError } from "../base/user_error.ts";
import { beginsWith } from "./begins_with.ts";
import { Interruption, refuseErrorPage, refuseStatus } from "./_interruption.ts";
import { PartFile } from "./_part_file.ts";
import type { HeldPart } from "./_part_file.ts";
import { goesOn, totalOf, validatorOf } from "./_range_headers.ts";
import { hashFile } from "./hash_file.ts";

/** Options of {@linkcode fetchFile}. */
export interface FetchFileOptions {
  /** Where the file goes. While it is under way its name ends in `.part`. */
  path: string;
  /** The SHA-256 that it must have. Default: any; the one found is returned. */
  sha256?: string | undefined;
  /** Where `sha256` comes from, for the error's sake. Default: nothing is said. */
  hashOrigin?: string | undefined;
  /** What its content must begin with. Default: anything. */
  begins?: string | undefined;
  /** Told of each piece that arrives: bytes so far and, where known, in all. */
  onProgress?: ((done: number, total: number | null) => void) | undefined;
  /** What the user can do where there is no network, added to the error. Default: nothing. */
  wayOut?: string | undefined;
  /** How often a broken connection or a busy server is tried again. Default: 3. */
  retries?: number | undefined;
  /** The pause before the first new try, in ms; it doubles each time. Default: 1000. */
  retryDelay?: number | undefined;
  /** Without a byte for this long, in ms, the connection counts as broken. Default: 60000. */
  idleTimeout?: number | undefined;
}

/** A file that {@linkcode fetchFile} brought. */
export interface FetchedFile {
  sha256: string;
  bytes: number;
}

/**
 * Downloads a file, whole and verified or not at all. What broke off stays as `.part` and is gone
 * on with next time, if the server says that it is still the same file.
 *
 * @throws {UserError} where there is no connection, for an error of the server, a connection that
 * keeps breaking (the part stays), and a wrong hash (nothing stays).
 */
export async function fetchFile(url: string, options: FetchFileOptions): Promise<FetchedFile> {
  const { retries = 3, retryDelay = 1000 } = options;
  const part = new PartFile(options.path);
  await makeFolder(dirname(options.path));
  for (let attempt = 0;; attempt++) {
    try {
      await download(url, { part, options });
      break;
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
      if (attempt < retries && error.worthRetrying) {
        await new Promise((resolve) => setTimeout(resolve, retryDelay * 2 ** attempt));
        continue;
      }
      throw new UserError(
        [`Cannot fetch ${url}: ${error.message}.`, error.advice, options.wayOut]
          .filter((sentence) => sentence).join(" "),
      );
    }
  }
  return await verify(url, { part, options });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(
      `Cannot make the folder ${folder}: ${reasonOf(error)}. Choose another with --cache.`,
    );
  }
}

interface DownloadContext {
  part: PartFile;
  options: FetchFileOptions;
}

async function download(url: string, { part, options }: DownloadContext): Promise<void> {
  const held = await part.held(url, options.sha256 !== undefined);
  const stop = new AbortController();
  try {
    const response = await request(url, { held, stop, options });
    if (response.status === 416 && held !== null) {
      // The part is as long as the file, or longer: its hash tells, or it is begun again.
      await response.body?.cancel();
      if (totalOf(response) === held.bytes) return;
      await part.remove();
      throw new Interruption("the part held here does not fit the file", true);
    }
    refuseStatus(response);
    const start = held !== null && goesOn(response, held.bytes) ? held.bytes : 0;
    if (response.status === 206 && start === 0) {
      await response.body?.cancel();
      await part.remove();
      throw new Interruption("the server sent another part than was asked for", true);
    }
    if (options.sha256 === undefined) refuseErrorPage(response, options.path);
    const validator = validatorOf(response);
    await part.begin({ url, validator, start });
    await receive(response, { part, options, start, stop });
  } finally {
    stop.abort();
  }
}

interface RequestContext {
  held: HeldPart | null;
  stop: AbortController;
  options: FetchFileOptions;
}

async function request(url: string, { held, stop, options }: RequestContext): Promise<Response> {
  // Compressed answers have other bytes and lengths than the file.
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (held !== null) {
    headers["range"] = `bytes=${held.bytes}-`;
    if (held.validator !== null) headers["if-range"] = held.validator;
  }
  const timer = setTimeout(() => stop.abort(), options.idleTimeout ?? 60_000);
  try {
    return await fetch(url, { headers, signal: stop.signal });
  } catch (error) {
    throw new Interruption(
      `no connection (${reasonOf(error)})`,
      false,
      "Check the network and try again.",
    );
  } finally {
    clearTimeout(timer);
  }
}

interface ReceiveContext extends DownloadContext {
  start: number;
  stop: AbortController;
}

async function receive(
  response: Response,
  { part, options, start, stop }: ReceiveContext,
): Promise<void> {
  const total = totalOf(response);
  let done = start;
  const file = await Deno.open(part.path, { write: true, create: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), options.idleTimeout ?? 60_000);
  };
  try {
    await file.truncate(start);
    await file.seek(start, Deno.SeekMode.Start);
    options.onProgress?.(done, total);
    listen();
    for await (const piece of response.body ?? []) {
      listen();
      await writeAll(file, piece);
      done += piece.length;
      options.onProgress?.(done, total);
    }
  } catch (error) {
    throw new Interruption(
      `the connection broke after ${sizes(done, total)} (${reasonOf(error)})`,
      true,
      "Run it again to go on from there.",
    );
  } finally {
    clearTimeout(timer);
    file.close();
  }
  if (total !== null && done !== total) {
    throw new Interruption(
      `the answer ended after ${sizes(done, total)}`,
      true,
      "Run it again to go on from there.",
    );
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}

function sizes(done: number, total: number | null): string {
  return total === null ? `${done} bytes` : `${done} of ${total} bytes`;
}

function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === "AbortError") return "nothing came in time";
  const message = error instanceof Error ? error.message : String(error);
  // The address comes first in Deno's messages; the cause stands last.
  return message.replaceAll("\n", " ").replace(/^.*?: (?=client error|error)/, "");
}

async function verify(url: string, { part, options }: DownloadContext): Promise<FetchedFile> {
  const found = await hashFile(part.path) ?? "";
  const { sha256, begins, hashOrigin = "" } = options;
  if (sha256 !== undefined && found !== sha256) {
    await part.remove();
    throw new UserError(
      `Cannot accept ${url}: expected SHA-256 ${sha256}${hashOrigin} but found ${found}. ` +
        `Nothing was kept; the publisher's file has changed or was damaged on the way.`,
    );
  }
  if (begins !== undefined && !await beginsWith(part.path, begins)) {
    await part.remove();
    throw new UserError(
      `Cannot accept ${url}: expected a file that begins with '${begins}'. Nothing was kept.`,
    );
  }
  const { size } = await Deno.stat(part.path);
  await part.finish(options.path);
  return { sha256: found, bytes: size };
}
