import assert from "node:assert/strict";
import type { GenerationProgress } from "./progress.ts";
import { terminalProgress } from "./terminal_progress.ts";

function at(seconds: number, done: number): GenerationProgress {
  const model = { total: 10, done, asked: done, failed: 0, inFlight: 1, stopped: null };
  return { seconds, models: [{ model: "a", ...model }, { model: "b", ...model }] };
}

function written(isTerminal: boolean, states: readonly GenerationProgress[], columns = 100) {
  const texts: string[] = [];
  const progress = terminalProgress({ isTerminal, columns, write: (text) => texts.push(text) });
  states.forEach(progress.show);
  progress.finish();
  return texts;
}

Deno.test("terminalProgress() writes over its lines on a terminal", () => {
  const texts = written(true, [at(0, 0), at(1, 5)]);
  assert.equal(texts.length, 2);
  assert.equal(texts[0]?.startsWith("\r\x1b[2Ka "), true);
  assert.equal(texts[1]?.startsWith("\x1b[2A\r\x1b[2Ka "), true);
  assert.match(texts[1] ?? "", /5\/10/);
});

Deno.test("terminalProgress() skips states that come too fast, but for the last", () => {
  const texts = written(true, [at(0, 0), at(0.01, 1), at(0.02, 2), at(0.2, 3), at(0.21, 10)]);
  assert.equal(texts.length, 3);
  assert.match(texts[1] ?? "", /3\/10/);
  assert.match(texts[2] ?? "", /10\/10/);
});

Deno.test("terminalProgress() writes plain lines now and then where there is no terminal", () => {
  const texts = written(false, [at(0, 0), at(1, 2), at(6, 4), at(7, 5), at(8, 10)]);
  assert.deepEqual(texts, [
    "8/20 answers, 1.3/s, 9 s left\n",
    "20/20 answers, 2.5/s\n",
  ]);
});

Deno.test("terminalProgress() cuts lines to the terminal's width, lest they wrap", () => {
  const [text] = written(true, [at(0, 0)], 8);
  assert.equal(text, "\r\x1b[2Ka  ░░░░░\n\r\x1b[2Kb  ░░░░░\n");
});
