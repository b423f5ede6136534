/**
 * A judge's reply with what only decorates it taken away: compatibility forms, curly quotes,
 * Markdown emphasis, fences and bullets, escaped quotes, runs of blanks, and thinking.
 */
export function plainReply(reply: string): string {
  return withoutThinking(reply)
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

function withoutThinking(reply: string): string {
  const kept: string[] = [];
  let position = 0;
  while (true) {
    const open = reply.indexOf("<think>", position);
    if (open === -1) break;
    kept.push(reply.slice(position, open));
    const close = reply.indexOf("</think>", open);
    // Thinking that never ends was cut off before its verdict.
    if (close === -1) return kept.join("\n");
    position = close + "</think>".length;
  }
  return [...kept, reply.slice(position)].join("\n");
}
