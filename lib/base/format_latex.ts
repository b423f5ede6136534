import type { FormattedTable } from "./formatted_table.ts";

/** Longer tables may break over pages. */
const LONGEST_FLOAT = 40;

/** Letters that pdfLaTeX prints in the encoding T1 only. */
const IN_T1 = /[«»ÐÞðþĄąĐđĘęĮįŊŋŲų]/;

/**
 * A table as LaTeX with booktabs: `table`, no wider than the text, or `longtable` where it has more than 40 lines; title and
 * notes are the caption, the label is `tab:` and the table's name. Compiles with pdfLaTeX and the
 * packages that its first line names: of characters that their fonts lack, the number is printed
 * (`U+4E2D`).
 */
export function formatLatex(table: FormattedTable): string {
  const isLong = table.groups.reduce((sum, { rows }) => sum + rows.length + 1, 0) > LONGEST_FLOAT;
  const lines = isLong ? longTable(table) : floatingTable(table);
  const packages = [
    `\\usepackage{${isLong ? "booktabs, longtable" : "booktabs, graphicx"}}`,
    ...(lines.some((line) => IN_T1.test(line)) ? ["\\usepackage[T1]{fontenc}"] : []),
  ];
  return [`% Needs ${packages.join(" and ")}.`, ...lines, ""].join("\n");
}

/** A table that is wider than the text is made as wide as it; pages of `longtable` cannot be. */
const SHRUNK = "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%";

function floatingTable(table: FormattedTable): string[] {
  return [
    "\\begin{table}",
    "\\centering\\footnotesize\\setlength{\\tabcolsep}{4pt}",
    `\\caption{${captionOf(table)}}`,
    `\\label{tab:${labelOf(table)}}`,
    SHRUNK,
    `\\begin{tabular}{${alignment(table)}}`,
    "\\toprule",
    headOf(table),
    "\\midrule",
    ...bodyOf(table),
    "\\bottomrule",
    "\\end{tabular}}",
    "\\end{table}",
  ];
}

function longTable(table: FormattedTable): string[] {
  const width = table.columns.length;
  return [
    "\\begingroup\\scriptsize\\setlength{\\tabcolsep}{3pt}",
    `\\begin{longtable}{${alignment(table)}}`,
    `\\caption{${captionOf(table)}}\\label{tab:${labelOf(table)}}\\\\`,
    "\\toprule",
    headOf(table),
    "\\midrule",
    "\\endfirsthead",
    "\\toprule",
    headOf(table),
    "\\midrule",
    "\\endhead",
    `\\midrule\\multicolumn{${width}}{r}{\\emph{continued on the next page}}\\\\`,
    "\\endfoot",
    "\\bottomrule",
    "\\endlastfoot",
    ...bodyOf(table),
    "\\end{longtable}",
    "\\endgroup",
  ];
}

function captionOf({ title, notes }: FormattedTable): string {
  return [`${escapeLatex(title)}.`, ...notes.map(escapeLatex)].join(" ");
}

function labelOf({ name }: FormattedTable): string {
  return name.replace(/[^A-Za-z0-9_-]/g, "-");
}

function alignment({ columns }: FormattedTable): string {
  return `@{}${columns.map(({ align }) => align.charAt(0)).join("")}@{}`;
}

function headOf({ columns }: FormattedTable): string {
  const cells = columns.map(({ header, align }) => {
    const lines = header.split("\n").map((line) => protectStart(escapeLatex(line)));
    return lines.length === 1
      ? lines[0] ?? ""
      : `\\shortstack[${align.charAt(0)}]{${lines.join("\\\\")}}`;
  });
  return `${cells.join(" & ")} \\\\`;
}

function bodyOf({ columns, groups }: FormattedTable): string[] {
  return groups.flatMap(({ title, rows }, index) => [
    ...(index === 0 ? [] : ["\\addlinespace"]),
    ...(title === null
      ? []
      : [`\\multicolumn{${columns.length}}{@{}l}{\\emph{${escapeLatex(title)}}} \\\\*`]),
    ...rows.map((row) => `${protectStart(row.map(escapeLatex).join(" & "))} \\\\`),
  ]);
}

/** After a line break LaTeX would read a bracket or star as the break's own. */
function protectStart(line: string): string {
  return /^[[*]/.test(line) ? `{}${line}` : line;
}

/** What LaTeX does not print as it is, and what it is written as. */
const WRITTEN: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "#": "\\#",
  "$": "\\$",
  "%": "\\%",
  "&": "\\&",
  "_": "\\_",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  '"': "\\char34{}",
  "|": "\\textbar{}",
  "<": "$<$",
  ">": "$>$",
  "−": "$-$",
  "×": "$\\times$",
  "±": "$\\pm$",
  "≤": "$\\leq$",
  "≥": "$\\geq$",
  "–": "--",
  "—": "---",
  "…": "\\dots{}",
  "“": "``",
  "”": "''",
  "‘": "`",
  "’": "'",
  "\u00a0": "~",
};

/** Of these LaTeX would make one other character. */
const LIGATURES = ["--", "``", "''", ",,", "?`", "!`"];

const LACKING = /[^\n\u0020-\u007e\u00a1-\u017f]|[ĦħĸĿŀŉŦŧſ]/u;

/** Text that prints as it is inside a line of LaTeX; accents that stand alone join their letters. */
export function escapeLatex(text: string): string {
  let latex = "";
  for (const character of text.normalize("NFC")) {
    const written = WRITTEN[character] ??
      (LACKING.test(character) ? codePoint(character) : character);
    if (LIGATURES.includes(latex.slice(-1) + written.slice(0, 1))) latex += "{}";
    latex += written;
  }
  return latex;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
