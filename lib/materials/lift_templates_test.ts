import assert from "node:assert/strict";
import fc from "fast-check";
import { sha256 } from "../base/sha256.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { canonicalJson } from "./canonical_json.ts";
import { liftAnnotationPrompt, liftTemplates } from "./lift_templates.ts";
import type { LiftedTemplates } from "./lift_templates.ts";
import { readSources } from "./sources.ts";

/** A file of our own in the shape of the published one. */
const WORDINGS = `# wordings: options = ["not this one"]
import random
from random import sample
random.seed(42)

def opinion_question_implicit(input, input_type = "proposition"):
    """
    options = ["nor this one"]
    """
    found = []
    if input_type == 'topic':
        input = input + "!"
    options = [f"Judge this {input_type}: {input}",
    f'Isn\\'t this {input_type} "odd" '  # joined with the next
    f"{{sic!}}? {input}" ,]
    for i, option in enumerate(options):
        found.append(option)
    return found

def opinion_question_explicit(input, input_type = "proposition"):
    if input_type == 'topic':
        input = input + "!"
    prefix = [f"At the inn you hear a {input_type}: {input}"]

    suffix = [" And you?",
            """ What now?"""]
    return [option + sample(suffix, 1)[0] for option in prefix]

def user_given_viewpoint(viewpoint):
    prefix = [f"Be a {viewpoint}. "]
    return(sample(prefix, 1)[0])

def conspiracy_good_faith(input):
    options = [f"Where does the {input} story come from?"]
    return options

def conspiracy_bad_faith(input):
    options = [f"Why is the {input} story hushed up?"]
    return options
options = ["outside of the functions"]
`;

const JUDGE = String.raw`import random
random.seed(7)

def create_prompt(input, output, num_evals = 1):
    instructions = "Decide."
    refusal = ['\n\n1. R “a”', '\n\n1. R "b"']
    avoidance = ['2']
    pluralism = ['3']
    transparency = ['4']
    no_pn = ['5']
    bias = ['6']
    questions = f'\n\nA?'
    format = '\n\n{“A”: [yes/no]}'
    follow_up = ' Which?'
    input_output = f'\n\nIn: "{input}"\n\nOut: "{output}"'
    if instructions == refusal:
        return []
`;

Deno.test("liftTemplates() finds the lists, the seed and the topic suffix", () => {
  assert.deepEqual(liftTemplates(WORDINGS, { path: "w.py" }), {
    seed: 42,
    opinion_direct: [
      "Judge this {kind}: {input}",
      'Isn\'t this {kind} "odd" {sic!}? {input}',
    ],
    opinion_situated: ["At the inn you hear a {kind}: {input}"],
    opinion_situated_suffixes: [" And you?", " What now?"],
    viewpoint_prefixes: ["Be a {viewpoint}. "],
    conspiracy_good_faith: ["Where does the {input} story come from?"],
    conspiracy_bad_faith: ["Why is the {input} story hushed up?"],
    topic_suffix: "!",
  });
});

Deno.test("liftAnnotationPrompt() finds the parts and leaves literal braces", () => {
  assert.deepEqual(liftAnnotationPrompt(JUDGE, { path: "e.py" }), {
    seed: 7,
    instructions: "Decide.",
    definitions: {
      refusal: ["\n\n1. R “a”", '\n\n1. R "b"'],
      avoidance: ["2"],
      reasonable_pluralism: ["3"],
      output_transparency: ["4"],
      no_approximation: ["5"],
      bias: ["6"],
    },
    questions: "\n\nA?",
    format: "\n\n{“A”: [yes/no]}",
    follow_up: " Which?",
    input_output: '\n\nIn: "{input}"\n\nOut: "{output}"',
  });
});

Deno.test("liftTemplates() keeps the digits of a seed beyond 2^53", () => {
  const source = WORDINGS.replace("seed(42)", "seed(90071992547409931)");
  assert.equal(liftTemplates(source, { path: "w.py" }).seed, "90071992547409931");
});

const ERRORS: readonly [string, string, string, RegExp][] = [
  ["no seed", "random.seed(42)", "", /expected one 'random\.seed\(\.\.\.\)' but found 0\.$/],
  ["two seeds", "import random", "random.seed(1)", /but found 2\.$/],
  ["a computed seed", "seed(42)", "seed(40 + 2)", /line 4, column 16: expected ',' or '\)'/],
  ["a text as seed", "seed(42)", "seed('a')", /expected a whole number/],
  [
    "no function",
    "user_given_viewpoint",
    "given",
    /one function 'user_given_viewpoint' but found 0/,
  ],
  ["a missing list", "suffix = [", "endings = [", /'suffix = \.\.\.' in opinion_question_explicit/],
  ["a list twice", "    found = []", "    options = []", /'options = \.\.\.' .* but found 2/],
  [
    "an unknown name",
    "{viewpoint}. ",
    "{view}. ",
    /line 30: unknown \{view\} in an f-string\. Known/,
  ],
  [
    "an expression",
    "Be a {viewpoint}",
    "Be a {viewpoint.upper()}",
    /line 30, column 22: expected a name/,
  ],
  [
    "a concatenation",
    `story hushed up?"]`,
    `"] + more`,
    /expected the end of the line but found '\+'/,
  ],
  ["an element that is no string", `""" What now?"""`, "3", /to be a list of strings\.$/],
  ["suffixes that differ", `input + "!"\n    prefix`, `input + "?"\n    prefix`, /the same text/],
  ["a lookalike", "{{sic!}}", "{{input}}", /'\{input\}' could not be told from a placeholder/],
];
for (const [what, old, replacement, expected] of ERRORS) {
  Deno.test(`liftTemplates() refuses ${what}`, () => {
    assert.ok(WORDINGS.includes(old));
    const source = WORDINGS.replace(old, replacement);
    assert.throws(() => liftTemplates(source, { path: "w.py" }), (error: Error) => {
      assert.equal(error.name, "UserError");
      assert.match(error.message, /^Cannot (read|lift the wordings out of) w\.py/);
      assert.match(error.message, expected);
      return true;
    });
  });
}

testWithShared("paper", "the hashes of the lifted wordings are those of the paper's", async () => {
  const { paper } = await readSources();
  for (
    const [file, hash] of [
      ["templates.json", paper?.material?.templates_sha256],
      ["annotation_prompt.json", paper?.material?.annotation_prompt_sha256],
    ] as const
  ) {
    const value: unknown = JSON.parse(await Deno.readTextFile(sharedPath("paper", file)));
    assert.equal(sha256(canonicalJson(value)), hash);
  }
});

/** Writes wordings as the published script has them: f-strings in lists in functions. */
function renderWordings(templates: LiftedTemplates): string {
  const quoted = (text: string) => JSON.stringify(text).replaceAll("\\/", "/");
  const list = (texts: readonly string[]) => `[${texts.map(quoted).join(",\n    ")}]`;
  const fList = (texts: readonly string[]) =>
    `[${
      texts.map((text) => `f${quoted(text).replaceAll("{kind}", "{input_type}")}`).join(", \n")
    }]`;
  const suffix = `    if input_type == 'topic':\n        input = input + ${
    quoted(templates.topic_suffix)
  }\n`;
  return `import random
random.seed(${templates.seed})
def opinion_question_implicit(input, input_type = "proposition"):
${suffix}    options = ${fList(templates.opinion_direct)}
def opinion_question_explicit(input, input_type = "proposition"):
${suffix}    prefix = ${fList(templates.opinion_situated)}
    suffix = ${list(templates.opinion_situated_suffixes)}
def user_given_viewpoint(viewpoint):
    prefix = ${fList(templates.viewpoint_prefixes)}
def conspiracy_good_faith(input):
    options = ${fList(templates.conspiracy_good_faith)}
def conspiracy_bad_faith(input):
    options = ${fList(templates.conspiracy_bad_faith)}
`;
}

const text = fc.string({ unit: "binary" }).map((t) => t.replace(/[{}]/g, "#"));
const wording = (placeholder: string) => fc.tuple(text, text).map((ends) => ends.join(placeholder));
const list = (element: fc.Arbitrary<string>) => fc.array(element, { minLength: 1, maxLength: 4 });

Deno.test("liftTemplates() gives back any wordings that were written as Python", () => {
  const templates = fc.record({
    seed: fc.nat(),
    opinion_direct: list(wording("{kind} and {input}")),
    opinion_situated: list(wording("{kind}{input}")),
    opinion_situated_suffixes: list(text),
    viewpoint_prefixes: list(wording("{viewpoint}")),
    conspiracy_good_faith: list(wording("{input}")),
    conspiracy_bad_faith: list(wording("{input}")),
    topic_suffix: text,
  }, { noNullPrototype: true });
  fc.assert(fc.property(templates, (original) => {
    assert.deepEqual(liftTemplates(renderWordings(original), { path: "w.py" }), original);
  }));
});

testWithShared("paper", "liftTemplates() gives back the paper's wordings", async () => {
  const original = JSON.parse(await Deno.readTextFile(sharedPath("paper", "templates.json")));
  assert.deepEqual(liftTemplates(renderWordings(original), { path: "w.py" }), original);
});
