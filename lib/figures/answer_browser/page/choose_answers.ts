import type { BrowserData, Choice, Chosen, ChosenAnswer } from "./page_types.ts";

// The functions of this folder's scripts run in a web page: their texts are put there side by side,
// so that they may call each other by name but use nothing else from outside themselves.

/** The answers of the segments that are chosen; with a search, those that have it in text or prompt. */
export function chooseAnswers(data: BrowserData, choice: Choice): Chosen {
  const answers: ChosenAnswer[] = [];
  const wanted = searchPattern(choice.search);
  let here = 0;
  let inRun = 0;
  for (const segment of data.segments) {
    const { model, dataset, technique, count } = segment;
    if (choice.model !== -1 && choice.model !== model) continue;
    if (choice.dataset !== -1 && choice.dataset !== dataset) continue;
    if (choice.technique !== -1 && choice.technique !== technique) continue;
    here += segment.answers.length;
    inRun += count;
    segment.answers.forEach(({ text, prompt }, place) => {
      const isFound = wanted === null || text.search(wanted) !== -1 ||
        (data.prompts[prompt]?.text ?? "").search(wanted) !== -1;
      if (isFound) answers.push({ segment, place });
    });
  }
  return { answers, here, inRun };
}

/** What a search looks for, capitals or not; null where it is empty. */
export function searchPattern(search: string): RegExp | null {
  if (search.trim() === "") return null;
  return new RegExp(search.trim().replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
}

/** Where the reader is: `3 of 57`, and of what, where not all are here or a search is on. */
export function countWords(at: number, { answers, here, inRun }: Chosen, search: string): string {
  const sampled = here < inRun ? `${here} here, drawn from ${inRun}` : "";
  if (answers.length === 0) {
    return search.trim() === ""
      ? "No answers"
      : `None of ${sampled || here} has “${search.trim()}”`;
  }
  const place = `${at + 1} of ${answers.length}`;
  if (search.trim() !== "") return `${place} with “${search.trim()}”, of ${sampled || here}`;
  return sampled === "" ? place : `${at + 1} of ${sampled}`;
}

/** A text in parts: as it is, what was searched for, and characters that show nothing or turn text. */
export function textParts(
  text: string,
  search: string,
): { kind: "plain" | "found" | "hidden"; text: string }[] {
  const parts: { kind: "plain" | "found" | "hidden"; text: string }[] = [];
  const hidden = /((?![\t\n\r])\p{Cc}|[\u200b\u202a-\u202e\u2060-\u2069\ufeff])/u;
  text.split(hidden).forEach((piece, index) => {
    if (index % 2 === 1) {
      const code = (piece.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      parts.push({ kind: "hidden", text: `U+${code}` });
      return;
    }
    const wanted = searchPattern(search);
    let from = 0;
    for (const match of wanted === null ? [] : piece.matchAll(wanted)) {
      parts.push({ kind: "plain", text: piece.slice(from, match.index) });
      parts.push({ kind: "found", text: match[0] });
      from = match.index + match[0].length;
    }
    parts.push({ kind: "plain", text: piece.slice(from) });
  });
  return parts.filter((part) => part.text !== "");
}
