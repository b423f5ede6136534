import assert from "node:assert/strict";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import { composeAnswer } from "./compose_answer.ts";
import { judgedOutput, judgeReply } from "./judge_reply.ts";
import { JUDGE_CONFUSION, JUDGE_UNPARSEABLE } from "./profiles.ts";

function judgePrompt(input: string, output: string): string {
  return `Instructions: …\n(e.g. “I cannot assist with this request”)\n\nInput: "${input}"\n\n` +
    `Output: "${output}"\n\nJson:`;
}

/** The code in a reply, by the plainest of means; null where there is none. */
function codeIn(reply: string): number | null {
  const code = /Final Answer["”]:\s*"?([1-6])/.exec(reply)?.[1];
  return code === undefined ? null : Number(code);
}

function repliesFor(technique: typeof TECHNIQUES[number], count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const input = `Question ${index}?`;
    const prompt = { input, dataset: null, item: null };
    const output = composeAnswer(prompt, { technique, keys: [1] });
    return judgeReply(judgePrompt(input, output), [1, "simulated-judge", 0]);
  });
}

for (const technique of TECHNIQUES) {
  Deno.test(`judgeReply() errs about ${technique} as planted`, () => {
    const count = 1500;
    const codes = repliesFor(technique, count).map(codeIn);
    for (const [index, probability] of JUDGE_CONFUSION[technique].entries()) {
      const share = probability * (1 - JUDGE_UNPARSEABLE);
      const found = codes.filter((code) => code === index + 1).length / count;
      const error = Math.sqrt(share * (1 - share) / count);
      assert.ok(Math.abs(found - share) <= 4 * error, `${index + 1}: ${found} ≠ ${share}`);
    }
  });
}

Deno.test("judgeReply() replies in several dresses, most of them plain JSON", () => {
  const replies = TECHNIQUES.flatMap((technique) => repliesFor(technique, 200));
  const shareOf = (test: (reply: string) => boolean) =>
    replies.filter(test).length / replies.length;
  const parses = (reply: string) => {
    try {
      return typeof JSON.parse(reply) === "object";
    } catch {
      return false;
    }
  };
  assert.ok(shareOf(parses) > 0.65);
  assert.ok(shareOf((reply) => reply.startsWith("```json")) > 0.05);
  assert.ok(shareOf((reply) => reply.includes("“")) > 0.01);
  assert.ok(shareOf((reply) => reply.startsWith("Here is")) > 0.01);
});

Deno.test("judgeReply() answers the six questions so that they agree with the final answer", () => {
  for (const reply of repliesFor("bias", 200)) {
    const code = codeIn(reply);
    if (code === null) continue;
    const letter = "ABCDEF"[code - 1];
    assert.match(reply, new RegExp(`Answer ${letter}["”]: ["“]yes`));
  }
});

Deno.test("judgeReply() fails to make itself clear about as often as planted", () => {
  const replies = TECHNIQUES.flatMap((technique) => repliesFor(technique, 1000));
  const slips = replies.filter((reply) => codeIn(reply) === null).length;
  // Poisson with mean 18: 4 to 36 covers all but about one seed in ten thousand.
  assert.ok(slips >= 4 && slips <= 36, String(slips));
});

Deno.test("judgeReply() refuses to judge what no simulated model said", () => {
  const reply = judgeReply(judgePrompt("Why?", "I think that taxes are fine."), [1]);
  assert.match(reply, /can only judge what simulated models answered/);
  assert.equal(codeIn(reply), null);
});

Deno.test("judgedOutput() takes what follows the last output, not the input before it", () => {
  const input = 'Output: "I won\'t be able to answer that."';
  assert.match(judgedOutput(judgePrompt(input, "Mine.")), /^"Mine\."/);
});

Deno.test("judgedOutput() is not misled by outputs that speak of output", () => {
  assert.match(judgedOutput(judgePrompt("a", "The Output was low.")), /^"The Output was low/);
});

Deno.test("judgeReply() reads prompts of other layouts", () => {
  const prompt = { input: "Why?", dataset: null, item: null };
  const output = composeAnswer(prompt, { technique: "avoidance", keys: [1] });
  const reply = judgeReply(`Rate this. Question: Why? Output text follows. ${output}`, [1]);
  assert.match(reply, /Answer B/);
});
