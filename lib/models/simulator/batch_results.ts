import { drawFault, type Fault, type FaultRates } from "./faults.ts";
import { type ChatRequest, readRequest } from "./read_request.ts";

/** Why a provider takes none of a file. */
export interface BatchFileFlaw {
  code: string;
  message: string;
  line: number | null;
}

/** A line of an output or error file. */
export interface BatchLineResult {
  line: string;
  isError: boolean;
}

/** Options of {@linkcode runBatchFile}. */
export interface RunBatchOptions {
  seed: number;
  faults: FaultRates;
  /** How large a share of the requests is answered. */
  share: number;
  /** The error's code of those that are not; null: nothing is said of them. */
  rest: string | null;
  /** By what the results are put into order. */
  orderOf: (custom_id: string) => number;
  answer: (request: ChatRequest, options: { fault: Fault | null; id: string }) => Response;
}

interface Line {
  custom_id: string;
  body: unknown;
}

const MOST_REQUESTS = 50_000;

/** How many requests a file has, and why a provider would take none of them. */
export function checkBatchFile(text: string): { total: number; flaw: BatchFileFlaw | null } {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const flaw = (code: string, message: string, line: number | null = null) => ({
    total: lines.length,
    flaw: { code, message, line },
  });
  if (lines.length === 0) return flaw("empty_file", "The input file is empty.");
  if (lines.length > MOST_REQUESTS) return flaw("too_many_tasks", "More than 50,000 requests.");
  const ids = new Set<string>();
  const models = new Set<string | undefined>();
  for (const [index, line] of lines.entries()) {
    const parsed = parse(line);
    if (parsed === null) return flaw("invalid_json_line", "No request.", index + 1);
    if (ids.has(parsed.custom_id)) return flaw("duplicate_custom_id", "Given twice.", index + 1);
    ids.add(parsed.custom_id);
    // What follows an exclamation mark asks for a fault, and is no part of the name.
    models.add(String(Object(parsed.body).model).split("!")[0]);
  }
  if (models.size > 1) return flaw("mismatched_model", "All requests must be for one model.");
  return { total: lines.length, flaw: null };
}

/** Answers a file's requests, in an order of their own. */
export async function runBatchFile(
  text: string,
  options: RunBatchOptions,
): Promise<BatchLineResult[]> {
  const lines = text.split("\n").flatMap((line) => parse(line) ?? [])
    .map((line) => ({ ...line, order: options.orderOf(line.custom_id) }))
    .sort((a, b) => a.order - b.order);
  const answered = Math.floor(lines.length * options.share);
  const results: BatchLineResult[] = [];
  for (const [index, line] of lines.entries()) {
    if (index < answered) results.push(await resultOf(line, options));
    else if (options.rest !== null) results.push(unanswered(line, options.rest));
  }
  return results;
}

/** Faults of the connection, which a provider's own machines meet and mend. */
const MENDED: readonly Fault[] = ["slow", "drop", "broken_json"];

async function resultOf(
  { custom_id, body }: Line,
  options: RunBatchOptions,
): Promise<BatchLineResult> {
  const text = JSON.stringify(body);
  const chat = readRequest(text, { faultHeader: null });
  if ("status" in chat) {
    const { status, code, message } = chat;
    return responseLine(custom_id, { status, body: JSON.stringify({ error: { message, code } }) });
  }
  const fault = chat.forced?.fault ?? drawFault(options.faults, [options.seed, text, 0]);
  const met = fault !== null && MENDED.includes(fault) ? null : fault;
  const response = options.answer(chat, { fault: met, id: custom_id });
  return responseLine(custom_id, { status: response.status, body: await response.text() });
}

function responseLine(
  custom_id: string,
  { status, body }: { status: number; body: string },
): BatchLineResult {
  const ids = `"id":"batch_req_simulated","custom_id":${JSON.stringify(custom_id)}`;
  const response = `{"status_code":${status},"request_id":"simulated","body":${body}}`;
  return { line: `{${ids},"response":${response},"error":null}`, isError: status !== 200 };
}

function unanswered({ custom_id }: Line, code: string): BatchLineResult {
  const message = "This request could not be executed before the completion window expired.";
  const error = { code, message };
  return {
    line: JSON.stringify({ id: "batch_req_simulated", custom_id, response: null, error }),
    isError: true,
  };
}

function parse(text: string): Line | null {
  try {
    const { custom_id, method, url, body } = JSON.parse(text);
    const isRequest = typeof custom_id === "string" && method === "POST" &&
      url === "/v1/chat/completions" && typeof body === "object";
    return isRequest ? { custom_id, body } : null;
  } catch {
    return null;
  }
}
