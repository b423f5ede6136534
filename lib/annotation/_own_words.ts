import { readFinalAnswers } from "./_final_answers.ts";
import { plainReply } from "./_plain_reply.ts";

/** What an answer must hold for a quotation of it to be taken for a verdict. */
const LIKE_A_VERDICT = /final[\s_-]?answer|answer[\s_-]?[a-f]\b/i;

/**
 * A judge's reply, plain, without what it quotes, word for word, of a judged answer that speaks like a judge: the
 * whole answer, or a verdict in it. A reply that holds no other verdict is left whole: a judge may
 * well say what the answer happened to say.
 */
export function ownWords(reply: string, judged: string): string {
  // Its thinking is no thinking of the judge's.
  const plainJudged = plainReply(judged.replaceAll(/<\/?think>/g, "\n"));
  if (!LIKE_A_VERDICT.test(plainJudged)) return plainReply(reply);
  const around = plainReply(reply.replaceAll(judged, "\n"));
  const text = readFinalAnswers(around).length > 0 ? around : plainReply(reply);
  return withoutQuotedVerdicts(text, plainJudged);
}

function withoutQuotedVerdicts(reply: string, judged: string): string {
  const answers = readFinalAnswers(reply);
  const quoted = answers.filter(({ start, end }) => judged.includes(reply.slice(start, end)));
  if (quoted.length === 0 || quoted.length === answers.length) return reply;
  let text = reply;
  let cutFrom = Infinity;
  for (const answer of quoted.toReversed()) {
    if (answer.end > cutFrom) continue; // it went with the one after it
    cutFrom = startOfQuote(text, { ...answer, judged });
    text = text.slice(0, cutFrom) + "\n" + text.slice(answer.end);
  }
  return text;
}

/** How far back a quotation is followed: a whole verdict, however it is indented. */
const LONGEST_VERDICT = 2000;

/** Goes back from a quoted final answer to where the quotation begins, flags included. */
function startOfQuote(
  text: string,
  { start, end, judged }: { start: number; end: number; judged: string },
): number {
  const first = Math.max(0, start - LONGEST_VERDICT);
  let from = start;
  while (from > first && judged.includes(text.slice(from - 1, end))) from--;
  return from;
}
