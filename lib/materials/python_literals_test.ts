import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../base/user_error.ts";
import { parsePythonLiteral } from "./python_literals.ts";
import type { PythonValue } from "./python_literals.ts";

const QUOTES = ["'", '"', "'''", '"""'];

const CASES: readonly [string, PythonValue][] = [
  ["None", null],
  ["True", true],
  ["False", false],
  ["12", 12],
  ["-3", -3],
  ["1_000", 1000],
  ["0x1f", 31],
  ["12345678901234567890", 12345678901234567890n],
  ["-12345678901234567890", -12345678901234567890n],
  ["0.25", 0.25],
  [".5", 0.5],
  ["5.", 5],
  ["1e-05", 0.00001],
  ["-inf", -Infinity],
  ["nan", NaN],
  ["'a'", "a"],
  [`"it's"`, "it's"],
  [`'''a\n'b' ''c\\''''`, "a\n'b' ''c'"],
  [`"""a\r\nb"""`, "a\nb"],
  [`'a' "b" r'\\n'`, "ab\\n"],
  ["('a'\n # between\n 'b')", "ab"],
  ["'a' \\\n'b'", "ab"],
  [String.raw`'\n\t\\\'\"\x41\u00e9\U0001F600\101'`, "\n\t\\'\"Aé😀A"],
  [String.raw`'50\% \d'`, "50\\% \\d"],
  ["'a\\\nb'", "ab"],
  [String.raw`r'\'a'`, "\\'a"],
  ["u'a'", "a"],
  ["f'a{{b}}'", "a{b}"],
  ["'# no comment'", "# no comment"],
  ["[]", []],
  ["[1, 'a', [None,],]", [1, "a", [null]]],
  ["()", []],
  ["(1)", 1],
  ["(1,)", [1]],
  ["(1, 2)", [1, 2]],
  ["((1, 2))", [1, 2]],
  ["{}", new Map()],
  ["{'a': 1, 2: [True],}", new Map<PythonValue, PythonValue>([["a", 1], [2, [true]]])],
  ["{'a': 1, 'a': 2}", new Map([["a", 2]])],
  ["[\n  1, # one\n  2\n]", [1, 2]],
  ["defaultdict(<class 'list'>, {'Japan': [0.5, 0.5]})", new Map([["Japan", [0.5, 0.5]]])],
  ["defaultdict(None, {})", new Map()],
];
for (const [text, expected] of CASES) {
  Deno.test(`parsePythonLiteral() reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parsePythonLiteral(text, { path: "x.py" }), expected);
  });
}

const ERRORS: readonly [string, RegExp][] = [
  ["", /line 1, column 1: expected a literal but found the end of the text\.$/],
  ["'a", /line 1, column 1: the string is not closed\.$/],
  ["'a\nb'", /line 1, column 1: the string is not closed\.$/],
  ["'''a\nb", /line 1, column 1: the string is not closed\.$/],
  ["[1, 2", /line 1, column 6: expected ',' or '\]' but found the end of the text\.$/],
  ["[1 2]", /line 1, column 4: expected ',' or '\]' but found '2'\.$/],
  ["[1,\n  name]", /line 2, column 3: expected a literal but found 'name'\.$/],
  ["open('x')", /line 1, column 1: expected a literal but found 'open'\.$/],
  ["'a' + 'b'", /line 1, column 5: expected the end of the text but found '\+'\.$/],
  ["'a' % 1", /expected the end of the text but found '%'/],
  ["{1, 2}", /line 1, column 3: expected ':' but found ','\.$/],
  ["{[]: 1}", /a dict's key is no text/],
  ["007", /line 1, column 1: '007' is no number\.$/],
  ["1j", /line 1, column 1: '1' is no number\.$/],
  ["1__0", /'1__0' is no number/],
  ["--1", /expected a number but found '-'/],
  ["-'a'", /expected a number but found a string/],
  ["b'a'", /line 1, column 1: strings with the prefix 'b' are not read here\.$/],
  ["'\\N{DASH}'", /named characters/],
  ["'\\xg1'", /the escape '\\x' lacks digits/],
  ["'\\UFFFFFFFF'", /is no character/],
  ["f'{a}'", /an f-string is no literal/],
  ["f'{a.b}'", /line 1, column 3: expected a name in the braces of the f-string/],
  ["f'{a!r}'", /expected a name in the braces/],
  ["f'{a:>3}'", /expected a name in the braces/],
  ["f'{}'", /expected a name in the braces/],
  ["f'a}'", /expected a name in the braces/],
  ["[".repeat(101), /more than 100 brackets are open/],
  ["defaultdict(<class 'list'>)", /expected ',' but found '\)'/],
  ["[*a]", /expected a literal but found '\*'/],
  ["[x for x in y]", /expected a literal but found 'x'/],
];
for (const [text, expected] of ERRORS) {
  Deno.test(`parsePythonLiteral() refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.throws(() => parsePythonLiteral(text, { path: "x.py" }), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, /^Cannot read x\.py, line \d+, column \d+: /);
      assert.match(error.message, expected);
      return true;
    });
  });
}

Deno.test("parsePythonLiteral() writes an f-string's names as the caller says", () => {
  const placeholder = (name: string) => `<${name}>`;
  const text = "['a' f'{who} {{x y}}' \"b\", rf'\\d{who}']";
  assert.deepEqual(parsePythonLiteral(text, { path: "x.py", placeholder }), [
    "a<who> {x y}b",
    "\\d<who>",
  ]);
});

Deno.test("parsePythonLiteral() leaves numbers as they are written where it is told to", () => {
  const options = { path: "x.py", numbersAsText: true };
  assert.deepEqual(parsePythonLiteral("['a', 1.0, -2, +3, 1e-05]", options), [
    ...["a", "1.0", "-2", "3", "1e-05"],
  ]);
  assert.throws(() => parsePythonLiteral("007", options), /'007' is no number/);
  assert.throws(() => parsePythonLiteral("-'a'", options), /expected a number but found a string/);
});

Deno.test("parsePythonLiteral() refuses text that would read as a placeholder", () => {
  const placeholder = (name: string) => `{${name}}`;
  for (const text of ["f'{{input}}'", "'{input}'"]) {
    assert.throws(
      () => parsePythonLiteral(text, { path: "x.py", placeholder }),
      /the text '\{input\}' could not be told from a placeholder/,
    );
  }
});

/** A Python string literal of a text, in one of the quotes, with any of the ways to escape. */
function renderString(text: string, quote: string, escapeAll: boolean): string {
  const inside = [...text].map((character) => {
    const point = character.codePointAt(0) ?? 0;
    if (escapeAll) return `\\U${point.toString(16).padStart(8, "0")}`;
    if (character === "\\" || character === quote[0]) return `\\${character}`;
    if (character === "\n" && quote.length === 1) return "\\n";
    if (character === "\r") return "\\r";
    return character;
  });
  return quote + inside.join("") + quote;
}

/** As Python's repr: a float always has a point or an exponent. */
function renderFloat(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

interface Style {
  quote: string;
  escapeAll: boolean;
  comma: string;
  tuples: boolean;
}

function render(value: unknown, style: Style): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return renderFloat(value);
  if (typeof value === "string") return renderString(value, style.quote, style.escapeAll);
  if (Array.isArray(value)) {
    const inside = value.map((element) => render(element, style) + style.comma).join("");
    return style.tuples ? `(${inside})` : `[${inside}]`;
  }
  const entries = Object.entries(value as Record<string, unknown>).map(([key, entry]) =>
    `${render(key, style)}: ${render(entry, style)}${style.comma}`
  );
  return `{${entries.join("")}}`;
}

function asPython(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asPython);
  if (typeof value === "object" && value !== null) {
    return new Map(Object.entries(value).map(([key, entry]) => [key, asPython(entry)]));
  }
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) return Number(value);
  return value;
}

Deno.test("parsePythonLiteral() reads back whatever was written as Python", () => {
  const text = fc.string({ unit: "binary" });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, false),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.bigInt(),
      text,
      fc.array(tie("value")),
      fc.dictionary(text, tie("value")),
    ),
  }));
  const style = fc.record({
    quote: fc.constantFrom(...QUOTES),
    escapeAll: fc.boolean(),
    comma: fc.constantFrom(",", ", ", " ,\n  ", ", # note ' \"\n"),
    tuples: fc.boolean(),
  });
  fc.assert(fc.property(value, style, (original, how) => {
    const python = render(original, how);
    assert.deepEqual(parsePythonLiteral(python, { path: "x.py" }), asPython(original));
  }));
});

Deno.test("parsePythonLiteral() gives a value or a UserError for any text at all", () => {
  const pieces = fc.array(
    fc.constantFrom(
      "'",
      '"',
      "f'",
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      "\\",
      "\n",
      "a",
      "1",
      ",",
      ":",
      "#",
    ),
  );
  fc.assert(fc.property(pieces, (parts) => {
    try {
      parsePythonLiteral(parts.join(""), { path: "x.py" });
    } catch (error) {
      assert.ok(error instanceof UserError, String(error));
    }
  }));
});
