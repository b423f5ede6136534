import assert from "node:assert/strict";
import { readSurveyPrompt } from "./read_survey_prompt.ts";

Deno.test("readSurveyPrompt() reads the last question, options in line or line by line", () => {
  const expected = { text: "Is it so?", options: ["Yes, in the U. S.", "No"] };
  const examples = "Why? A. Because B. So\nAnswer Choice: B.\n\n";
  assert.deepEqual(
    readSurveyPrompt(`${examples}Is it so? A. Yes, in the U. S. B. No\nAnswer Choice:`),
    expected,
  );
  assert.deepEqual(
    readSurveyPrompt(`${examples}Is it so?\nA. Yes, in the U. S.\nB. No\nAnswer Choice: `),
    expected,
  );
});

for (const text of ["What do you think?", "A. Yes\nAnswer Choice:", "Answer Choice:", ""]) {
  Deno.test(`readSurveyPrompt() finds no question in ${JSON.stringify(text)}`, () => {
    assert.equal(readSurveyPrompt(text), null);
  });
}
