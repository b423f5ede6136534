import assert from "node:assert/strict";
import { UserError } from "../base/user_error.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { tablesOfAnswers } from "../testing/tables_of_answers.ts";
import { changeFigure } from "./change_figure.ts";
import { techniqueShares } from "./technique_shares.ts";
import { TECHNIQUE_COLOURS } from "./theme.ts";

const { bias, refusal } = TECHNIQUE_COLOURS;
/** A model whose name is a colour: only what is painted is to change. */
const NAME = `"${bias}"`;
const FIGURE = techniqueShares(tablesOfAnswers({
  answers: plantAnswers({ models: [NAME, "b"], datasets: { own: "bias" } }),
}));

Deno.test("changeFigure() changes nothing where nothing is to change", () => {
  assert.deepEqual(changeFigure(FIGURE, {}), FIGURE);
});

Deno.test("changeFigure() writes another title, in the drawing too, and keeps the rest", () => {
  const changed = changeFigure(FIGURE, { name: "mine", title: "Both <lean>" });
  assert.deepEqual([changed.name, changed.title], ["mine", "Both <lean>"]);
  assert.match(changed.svg, /<title>Both &lt;lean&gt;<\/title>/);
  assert.doesNotMatch(changed.svg, /Which technique do models use/);
  assert.deepEqual(changed.parts.panels, FIGURE.parts.panels);
  assert.equal(changed.description, FIGURE.description);
});

Deno.test("changeFigure() paints a technique in another colour, in legend and panels", () => {
  const painted = (svg: string, colour: string) => svg.split(`="${colour}"`).length - 1;
  const { svg } = changeFigure(FIGURE, { colours: { bias: "#cc0000" } });
  assert.ok(painted(FIGURE.svg, bias) > 2);
  assert.equal(painted(svg, "#cc0000"), painted(FIGURE.svg, bias));
  assert.equal(painted(svg, bias), 0);
  assert.match(svg, />[^<]*#8f1b30[^<]*</, "the model's name has changed");
  assert.equal(painted(svg, refusal), painted(FIGURE.svg, refusal));
});

Deno.test("changeFigure() swaps two colours, and changes them again", () => {
  const swapped = changeFigure(FIGURE, { colours: { bias: refusal, [refusal]: bias } });
  assert.notEqual(swapped.svg, FIGURE.svg);
  const back = changeFigure(swapped, { colours: { [bias]: refusal, [refusal]: bias } });
  assert.equal(back.svg, FIGURE.svg);
});

Deno.test("changeFigure() says which colours there are, and how one is written", () => {
  assert.throws(
    () => changeFigure(FIGURE, { colours: { biass: "#cc0000" } }),
    (error) =>
      error instanceof UserError &&
      /^Cannot change the colour 'biass' of the figure 'technique_shares': .* refusal, .*#8f1b30/
        .test(error.message),
  );
  assert.throws(
    () => changeFigure(FIGURE, { colours: { bias: "red" } }),
    /Cannot change the colour 'bias': expected a colour such as #cc0000, found 'red'/,
  );
});
