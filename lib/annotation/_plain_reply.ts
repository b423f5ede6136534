import { splitThinking } from "../models/split_thinking.ts";

/**
 * A judge's reply with what only decorates it taken away: compatibility forms, curly quotes,
 * Markdown emphasis, fences and bullets, escaped quotes, runs of blanks, and thinking.
 */
export function plainReply(reply: string): string {
  // Thinking may stand between two lines of a verdict, and parts them as a line break does.
  return splitThinking(reply.replaceAll("</think>", "</think>\n")).text
    .normalize("NFKC")
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033]/g, '"')
    .replace(/[\u2018\u2019\u201a\u201b\u2032]/g, "'")
    .replace(/\\(["'])/g, "$1")
    .replace(/\\[rn]/g, "\n")
    .replace(/[`*\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .replace(/^(?:[-\u2022+] )/gm, "");
}
