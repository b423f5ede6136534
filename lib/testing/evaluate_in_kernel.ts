import { on, once } from "node:events";
import { stripVTControlCharacters } from "node:util";

/** Options of {@linkcode evaluateInKernel}. */
export interface EvaluateOptions {
  /** Called each time that the code prints. */
  onPrint?: () => Promise<void>;
}

/** Runs code over a kernel's WebSocket and returns its result, or its error, as plain text. */
export async function evaluateInKernel(
  url: string,
  code: string,
  { onPrint }: EvaluateOptions = {},
): Promise<string> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  // Listens from now on: what comes while the cell is being interrupted must not be missed.
  const messages = on(socket, "message") as AsyncIterableIterator<[MessageEvent<string>]>;
  const id = crypto.randomUUID();
  socket.send(executeRequest(id, code));
  try {
    for await (const [event] of messages) {
      const { msg_type, parent_header, content } = JSON.parse(event.data);
      if (parent_header.msg_id !== id) continue;
      if (msg_type === "stream") await onPrint?.();
      if (msg_type === "error") return `error: ${content.evalue}`;
      if (msg_type === "execute_result") {
        return stripVTControlCharacters(content.data["text/plain"]);
      }
    }
    return "the connection ended";
  } finally {
    const closed = once(socket, "close");
    socket.close();
    await closed;
  }
}

function executeRequest(id: string, code: string): string {
  const header = { msg_id: id, session: "test", username: "", version: "5.3" };
  return JSON.stringify({
    channel: "shell",
    header: { ...header, msg_type: "execute_request", date: "2024-01-01T00:00:00Z" },
    parent_header: {},
    metadata: {},
    content: { code, silent: false, store_history: true, allow_stdin: false },
    buffers: [],
  });
}
