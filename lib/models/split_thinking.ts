const OPEN = "<think>";
const CLOSE = "</think>";

/** An answer's text, and the thinking that stood in it. */
export interface SplitText {
  /** What is left of the text, its white space untouched. */
  text: string;
  /** The thinking without its tags, blank passages dropped; null where there is none. */
  thinking: string | null;
}

/**
 * Moves what a reasoning model thought out of what it answered.
 *
 * - `<think>…</think>`, wherever it stands, is thinking (the study's rule for R1).
 * - After a `<think>` that is never closed everything is thinking: the model was cut off.
 * - A `</think>` before any `<think>` closes a tag that stood in the prompt, as in R1's chat
 *   template: everything before it is thinking. Later stray closing tags are text.
 *
 * Thinking that has neither tag, because it was cut off and its opening tag stood in the prompt,
 * cannot be told from an answer; such an answer is `truncated`.
 */
export function splitThinking(text: string): SplitText {
  if (!text.includes(OPEN) && !text.includes(CLOSE)) return { text, thinking: null };
  const thoughts: string[] = [];
  let rest = dropOpenedInPrompt(text, thoughts);
  let kept = "";
  for (let open = rest.indexOf(OPEN); open !== -1; open = rest.indexOf(OPEN)) {
    kept += rest.slice(0, open);
    const inside = rest.slice(open + OPEN.length);
    const close = inside.indexOf(CLOSE);
    thoughts.push(close === -1 ? inside : inside.slice(0, close));
    rest = close === -1 ? "" : inside.slice(close + CLOSE.length);
  }
  return { text: kept + rest, thinking: joinThoughts(thoughts) };
}

/** Thoughts as one text, blank ones and repetitions dropped; null where nothing is left. */
export function joinThoughts(thoughts: readonly (string | null)[]): string | null {
  const said = thoughts.flatMap((thought) => thought?.trim() || []);
  return said.length === 0 ? null : [...new Set(said)].join("\n\n");
}

function dropOpenedInPrompt(text: string, thoughts: string[]): string {
  const close = text.indexOf(CLOSE);
  const open = text.indexOf(OPEN);
  if (close === -1 || (open !== -1 && open < close)) return text;
  thoughts.push(text.slice(0, close));
  return text.slice(close + CLOSE.length);
}
