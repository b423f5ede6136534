import assert from "node:assert/strict";
import fc from "fast-check";
import { splitThinking } from "./split_thinking.ts";

const CASES: readonly { name: string; from: string; text: string; thinking: string | null }[] = [
  { name: "leaves plain text alone", from: " Hello\n", text: " Hello\n", thinking: null },
  {
    name: "moves a passage out and leaves the white space around it",
    from: "<think>\nHm.\n</think>\n\nYes. ",
    text: "\n\nYes. ",
    thinking: "Hm.",
  },
  {
    name: "moves every passage out",
    from: "<think>a</think>One<think>b</think>Two",
    text: "OneTwo",
    thinking: "a\n\nb",
  },
  {
    name: "takes all after an unclosed tag as thinking",
    from: "Start <think>I was cut off",
    text: "Start ",
    thinking: "I was cut off",
  },
  {
    name: "takes all before a closing tag without an opening one as thinking",
    from: "Let me see.\n</think>\n\nYes.",
    text: "\n\nYes.",
    thinking: "Let me see.",
  },
  {
    name: "reads on after a closing tag without an opening one",
    from: "a</think>One<think>b</think>Two",
    text: "OneTwo",
    thinking: "a\n\nb",
  },
  {
    name: "leaves later stray closing tags in the text",
    from: "<think>a</think>One</think>Two",
    text: "One</think>Two",
    thinking: "a",
  },
  {
    name: "ends a passage at the first closing tag",
    from: "<think>a<think>b</think>c",
    text: "c",
    thinking: "a<think>b",
  },
  {
    name: "has no thinking where the passage is blank",
    from: "<think>\n\n</think>\n\nYes.",
    text: "\n\nYes.",
    thinking: null,
  },
  { name: "has no text where all is thinking", from: "<think>a</think>", text: "", thinking: "a" },
  { name: "leaves empty text alone", from: "", text: "", thinking: null },
];

for (const { name, from, text, thinking } of CASES) {
  Deno.test(`splitThinking() ${name}`, () => {
    assert.deepEqual(splitThinking(from), { text, thinking });
  });
}

/** Text that is neither blank nor holds anything of a tag. */
const plain = fc.string({ minLength: 1, unit: "grapheme" })
  .map((text) => `.${text.replaceAll(/[<>]/g, "")}.`);

Deno.test("splitThinking() gives back text that holds no tag", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    fc.pre(!text.includes("think>"));
    assert.deepEqual(splitThinking(text), { text, thinking: null });
  }));
});

Deno.test("splitThinking() parts what stood between tags from what stood around them", () => {
  const passages = fc.array(fc.tuple(fc.boolean(), plain), { maxLength: 8 });
  fc.assert(fc.property(passages, (parts) => {
    const from = parts.map(([isThought, said]) => isThought ? `<think>${said}</think>` : said);
    const { text, thinking } = splitThinking(from.join(""));
    assert.equal(text, parts.flatMap(([isThought, said]) => isThought ? [] : [said]).join(""));
    const thoughts = parts.flatMap(([isThought, said]) => isThought ? [said] : []);
    assert.equal(thinking, thoughts.length === 0 ? null : [...new Set(thoughts)].join("\n\n"));
  }));
});

Deno.test("splitThinking() never leaves an opening tag in the text", () => {
  const pieces = fc.array(fc.constantFrom("<think>", "</think>", "a", " ", "\n"));
  fc.assert(fc.property(pieces, (parts) => {
    const { text } = splitThinking(parts.join(""));
    assert.ok(!text.includes("<think>"));
  }));
});
