import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { withFolder } from "../testing/temporary_run.ts";
import { escapeLatex, formatLatex } from "./format_latex.ts";
import { formatTable, type FormattedTable } from "./formatted_table.ts";

/** Names that mean something to LaTeX, or that its fonts lack. */
const HOSTILE = [
  "a_b%c&d#e{f}g\\h$i^j~k|l<m>n\"o'p`q",
  "\\input{/etc/passwd}\\end{document}",
  "[1] starts as an option",
  "* starts as a star",
  "--- ?` !` ``quoted'' ,,low,, <<angle>>",
  "é ü ß Å ñ ç ø ą Đ «þ» – — “curly” ‘single’ ≥ ≤ × ± − …",
  "e\u0301 Ħ ŉ ſ",
  "通义千问 🦙 العربية \u202e \u0000",
  "^^5cinput ^^M",
  "%",
  "",
];

function hostileTable(rows: readonly string[]): FormattedTable {
  return formatTable(rows, {
    ...{ name: "hostile", title: HOSTILE.join(" "), notes: HOSTILE },
    groupBy: (row) => row,
    columns: [
      { header: "Model\n[a]", kind: "text", value: (row) => row },
      {
        header: "A_1 & b",
        unit: "%",
        kind: "percent",
        value: () => ({ value: 1, low: 0, high: 1 }),
      },
    ],
  });
}

function wideTable(): FormattedTable {
  const column = { header: "A head of a column", kind: "count" as const, value: () => 1 };
  const columns = Array.from({ length: 20 }, () => column);
  return formatTable(["row"], { name: "wide", title: "Wide", columns });
}

/** A piece of LaTeX that prints one thing, and what that is; the empty group prints nothing. */
const TOKEN = new RegExp(
  [
    String.raw`\\(?<symbol>[{}#$%&_])`,
    String.raw`\\(?<command>textbackslash|textasciitilde|textasciicircum|textbar|dots)\{\}`,
    String.raw`\\char34\{\}`,
    String.raw`\$(?<maths>[<>-]|\\(?:times|pm|leq|geq))\$`,
    String.raw`(?<ligature>---|--|${"``"}|'')`,
    String.raw`\{\}`,
    String.raw`(?<plain>(?!,,|[?!]${"`"})[^\\{}#$%&_^"|<>])`,
  ].join("|"),
  "uy",
);

/** Reads LaTeX as its parser would; null where something of it is not one of the known pieces. */
function printed(latex: string): string | null {
  let text = "";
  for (let at = 0; at < latex.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(latex);
    if (match === null) return null;
    const { symbol, command, maths, ligature, plain } = match.groups ?? {};
    const name = command ?? maths?.replace("\\", "") ?? ligature;
    if (match[0].startsWith("\\char34")) text += '"';
    else text += symbol ?? (name === undefined ? undefined : NAMED[name] ?? name) ?? plain ?? "";
  }
  return text.replaceAll("~", "\u00a0").replaceAll("\u0000", "~");
}

/** A blank that does not break is written as a tilde, so that a tilde stands for itself as NUL here. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ textbackslash: "\\", textasciitilde: "\u0000", textasciicircum: "^", textbar: "|" },
  ...{ dots: "…", "-": "−", times: "×", pm: "±", leq: "≤", geq: "≥" },
  ...{ "---": "—", "--": "–", "``": "“", "''": "”" },
};

Deno.test("escapeLatex() writes any text so that it prints as itself", () => {
  const characters = `\\{}#$%&_~^"|<>-?!\`',.[]*/@ aé–—…“”−×±≤≥\u00a0`;
  const hostile = fc.string({ unit: fc.constantFrom(...characters), maxLength: 12 });
  fc.assert(fc.property(hostile, (text) => {
    assert.equal(printed(escapeLatex(text)), text, escapeLatex(text));
  }));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const latex = escapeLatex(text);
    assert.notEqual(printed(latex), null, latex);
    assert.match(latex, /^[\n\x20-\x7e\u00a1-\u017f]*$/);
  }));
});

Deno.test("escapeLatex() prints the number of what LaTeX's fonts lack, and joins accents", () => {
  assert.equal(escapeLatex("e\u0301 通 🦙 Ħ"), "é U+901A U+1F999 U+0126");
});

Deno.test("formatLatex() names the encoding that some letters need", () => {
  assert.match(formatLatex(hostileTable(["ą"])), /^% Needs .*\\usepackage\[T1\]\{fontenc\}\.$/m);
  const plain = formatTable(["é"], { name: "t", title: "T", columns: [] });
  assert.match(formatLatex(plain), /^% Needs \\usepackage\{booktabs, graphicx\}\.$/m);
});

const pdflatex = await findPdflatex();

Deno.test({
  name: "formatLatex() compiles with pdfLaTeX, whatever names say" +
    (pdflatex === null ? " (NOT RUN: no pdflatex on PATH)" : ""),
  ignore: pdflatex === null,
  fn: async () => {
    await withFolder(async (folder) => {
      const short = formatLatex(hostileTable(HOSTILE));
      const long = formatLatex(hostileTable(Array.from({ length: 6 }, () => HOSTILE).flat()));
      assert.match(short, /\\begin\{tabular\}/);
      assert.match(long, /\\begin\{longtable\}/);
      assert.equal(await complaints(folder, [short, long]), "");
      assert.equal(
        await complaints(folder, [formatLatex(wideTable())], /^Overfull \\hbox.*/gm),
        "",
      );
    });
  },
});

async function findPdflatex(): Promise<string | null> {
  try {
    const { success } = await new Deno.Command("pdflatex", { args: ["--version"] }).output();
    return success ? "pdflatex" : null;
  } catch {
    return null;
  }
}

/** Compiles tables in one document; the lines of its log that are wanted: errors and missing glyphs. */
async function complaints(
  folder: string,
  tables: readonly string[],
  wanted = /^(!.*(\n.*){3}|Missing character.*)/gm,
): Promise<string> {
  const needed = tables.flatMap((table) => table.match(/\\usepackage(\[\w+\])?\{[\w, ]+\}/g) ?? []);
  const document = [
    ...["\\documentclass{article}", ...new Set(needed), "\\begin{document}"],
    ...tables,
    "\\end{document}",
  ];
  await Deno.writeTextFile(join(folder, "t.tex"), document.join("\n"));
  // From its second run on it has what the first one measured.
  const args = [
    "-interaction=nonstopmode",
    "-no-shell-escape",
    "-halt-on-error",
    "-draftmode",
    "t.tex",
  ];
  for (let run = 0; run < 2; run++) {
    await new Deno.Command("pdflatex", { args, cwd: folder, stdin: "null" }).output();
  }
  const log = new TextDecoder().decode(await Deno.readFile(join(folder, "t.log")));
  const faults = log.match(wanted) ?? [];
  assert.ok(faults.length > 0 || log.includes("Here is how much of TeX's memory"), log);
  return faults.join("\n");
}
