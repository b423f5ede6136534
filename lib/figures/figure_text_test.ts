import assert from "node:assert/strict";
import fc from "fast-check";
import { figureText, svgText, textWidth, wrapText } from "./figure_text.ts";

Deno.test("figureText() leaves nothing that XML forbids or that turns the text around", () => {
  assert.equal(figureText("a\u0000b\u0007c\u202ed\ud800e\uffff"), "a�b�c�d�e�");
  assert.equal(figureText("one\r\n\ttwo\u2028three\u2029"), "one two three ");
  assert.equal(figureText("Ärger 🦙 日本"), "Ärger 🦙 日本");
});

Deno.test("svgText() escapes what XML would read as markup", () => {
  assert.equal(svgText(`<b a="x" c='y'> & co`), "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt; &amp; co");
});

Deno.test("wrapText() breaks after blanks, slashes and hyphens, and within words that must", () => {
  const options = { width: 70, size: 10 };
  assert.deepEqual(wrapText("meta-llama/Llama-3.3-70B", options), [
    "meta-llama/",
    "Llama-3.3-",
    "70B",
  ]);
  assert.deepEqual(wrapText("two words here", options), ["two words", "here"]);
  assert.deepEqual(wrapText("x".repeat(15), options), ["x".repeat(11), "xxxx"]);
  assert.deepEqual(wrapText("", options), [""]);
});

Deno.test("wrapText() loses no character but blanks at line ends, and keeps to the width", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
    const lines = wrapText(text, { width: 60, size: 10 });
    const squeezed = (value: string) => value.replace(/\s/g, "");
    assert.equal(squeezed(lines.join("")), squeezed(figureText(text)));
    assert.ok(lines.every((line) => textWidth(line, 10) <= 60 || [...line].length === 1));
  }));
});
