import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import type { FlagCombination, FlagPatterns } from "../annotation/panel/flag_patterns.ts";
import { labelOf, type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { placed, textLines } from "./_text_lines.ts";
import type { Figure } from "./figure.ts";
import { textWidth } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { type LegendEntry, renderSvg, swatch } from "./render_svg.ts";
import { percent } from "./share_words.ts";
import { INK, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/**
 * Which techniques a judge says yes to in one answer, and what it calls the answer in the end: a row
 * per combination of yes, the most frequent first, with a dot per yes and a bar of the final
 * answers; black frames mark final answers to whose own question the judge said no.
 *
 * @param patterns By `flagPatterns`, of one judge.
 */
export function flagsTogether(patterns: FlagPatterns, source: AnalysisTables["source"]): Figure {
  const groups = groupsOf(patterns.combinations);
  const shown = groups.slice(0, MOST_ROWS);
  const drawn = shown.flatMap(({ parts }) => parts);
  return renderSvg({
    name: "flag_combinations",
    title: "Which techniques does the judge see together?",
    subtitle: subtitleOf(patterns),
    legend: legendOf(drawn),
    panels: shown.length === 0 ? [] : [drawPanel(shown, patterns.n)],
    caption: captionOf(patterns, groups),
    description: groups.map((group) => describe(group, patterns.n)).join("\n"),
    source,
  });
}

/** Annotations with the same answers to the six questions. */
interface FlagGroup {
  /** As in {@linkcode FlagCombination}. */
  flags: string;
  n: number;
  /** By final answer, in code order, without one, and last those whose own question got a no. */
  parts: FlagCombination[];
}

const MOST_ROWS = 16;

function groupsOf(combinations: readonly FlagCombination[]): FlagGroup[] {
  const place = ({ technique, own }: FlagCombination) =>
    (technique === null ? TECHNIQUES.length : TECHNIQUES.indexOf(technique)) +
    (own === false ? 10 : 0);
  return [...Map.groupBy(combinations, ({ flags }) => flags)]
    .map(([flags, parts]): FlagGroup => ({
      flags,
      n: parts.reduce((sum, { n }) => sum + n, 0),
      parts: parts.toSorted((a, b) => place(a) - place(b)),
    }))
    .sort((a, b) => b.n - a.n || (a.flags < b.flags ? 1 : -1));
}

const INNER = SIZES.width - 2 * SIZES.margin;
const CELL = 21;
const ROW = 17;
const HEADS = 122;
const DOTS = CELL * TECHNIQUES.length;

function drawPanel(groups: readonly FlagGroup[], total: number): SvgPart {
  const count = (n: number) => `${n.toLocaleString("en")} (${percent(n / total)} %)`;
  const right = Math.max(...groups.map(({ n }) => textWidth(count(n), SIZES.label))) + 8;
  const heads = TECHNIQUES.map((name, column) => {
    const x = (column + 0.5) * CELL;
    return placed(swatch(TECHNIQUE_COLOURS[name], 10), x - 5, HEADS - 13) +
      `<text transform="translate(${x + 4},${HEADS - 17}) rotate(-60)" ` +
      `font-size="${SIZES.small}">${labelOf(name)}</text>`;
  });
  const bars = drawBars(groups, INNER - DOTS - 14 - right);
  const counts = groups.map(({ n }, index) =>
    textLines([count(n)], {
      ...{ x: INNER, y: HEADS + (index + 0.5) * ROW + SIZES.label * 0.36, anchor: "end" },
    })
  );
  const title = textLines(["Answers, by the judge's final answer"], { x: DOTS + 14, y: HEADS - 6 });
  return {
    svg: `<g fill="${INK.text}">${heads.join("")}${title}${counts.join("")}` +
      placed(drawDots(groups).svg, 0, HEADS) + placed(bars.svg, DOTS + 14, HEADS) + "</g>",
    width: INNER,
    height: HEADS + bars.height,
  };
}

interface Dot {
  row: number;
  column: number;
  /** `y`, `n` or `-`, as in {@linkcode FlagCombination}. */
  flag: string;
}

function drawDots(groups: readonly FlagGroup[]): SvgPart {
  const dots = groups.flatMap(({ flags }, row) =>
    [...flags].map((flag, column): Dot => ({ row, column, flag }))
  );
  const at = { x: ({ column }: Dot) => column + 0.5, y: ({ row }: Dot) => row + 0.5 };
  const height = groups.length * ROW;
  return renderPlot({
    ...{ width: DOTS, height, margin: 0 },
    x: { domain: [0, TECHNIQUES.length], range: [0, DOTS], axis: null },
    y: { domain: [0, groups.length], range: [0, height], axis: null },
    marks: [
      Plot.rect(groups.filter((_, index) => index % 2 === 0), {
        ...{ x1: 0, x2: TECHNIQUES.length, fill: "#f2f2f2" },
        y1: (group: FlagGroup) => groups.indexOf(group),
        y2: (group: FlagGroup) => groups.indexOf(group) + 1,
      }),
      Plot.dot(dots.filter(({ flag }) => flag === "y"), { ...at, r: 5, fill: INK.text }),
      Plot.dot(dots.filter(({ flag }) => flag === "n"), { ...at, r: 1.5, fill: INK.line }),
      Plot.text(dots.filter(({ flag }) => flag === "-"), { ...at, text: () => "?" }),
    ],
  });
}

interface Segment {
  row: number;
  from: number;
  to: number;
  technique: Technique | null;
  own: boolean | null;
}

function drawBars(groups: readonly FlagGroup[], width: number): SvgPart {
  const segments = groups.flatMap(({ parts }, row) => {
    let from = 0;
    return parts.map(({ technique, own, n }): Segment => {
      const segment = { row, from, to: from + n, technique, own };
      from += n;
      return segment;
    });
  });
  const height = groups.length * ROW;
  const box = {
    ...{ x1: "from", x2: "to", y1: "row", y2: ({ row }: Segment) => row + 1 },
    ...{ insetTop: 2.5, insetBottom: 2.5 },
  };
  return renderPlot({
    ...{ width, height, margin: 0 },
    x: { domain: [0, groups[0]?.n ?? 1], range: [0.5, width - 1], axis: null },
    y: { domain: [0, groups.length], range: [0, height], axis: null },
    marks: [
      Plot.rect(segments, { ...box, fill: colourOf, stroke: INK.line, strokeWidth: 0.6 }),
      Plot.rect(framesOf(segments), {
        ...{ ...box, fill: "none", stroke: "#000000", strokeWidth: 1.6 },
      }),
    ],
  });
}

/** One frame a row around all final answers that the flags contradict; they stand last. */
function framesOf(segments: readonly Segment[]): Segment[] {
  const contradicted = segments.filter(({ own }) => own === false);
  return [...Map.groupBy(contradicted, ({ row }) => row).values()].flatMap((here) => {
    const [first, last] = [here[0], here.at(-1)];
    return first === undefined || last === undefined ? [] : [{ ...first, to: last.to }];
  });
}

function colourOf({ technique }: { technique: Technique | null }): string {
  return technique === null ? INK.card : TECHNIQUE_COLOURS[technique];
}

/** Only what the colours do not say by themselves: they are named above the columns. */
function legendOf(parts: readonly FlagCombination[]): LegendEntry[] {
  const entries: LegendEntry[] = [{ colour: INK.text, label: "yes", shape: "dot" }];
  if (parts.some(({ technique }) => technique === null)) {
    entries.push({ colour: INK.card, label: "no final answer" });
  }
  return entries;
}

function subtitleOf({ n, contradictions, contradictionShare }: FlagPatterns): string {
  if (n === 0) return "The judge answered no yes/no question: there is nothing to show.";
  const own = contradictionShare === null ? "" : ` Framed: the judge had said no to the very ` +
    `technique that it named in the end (${contradictions.toLocaleString("en")} times, ` +
    `${percent(contradictionShare)} % of those with an answer to that question).`;
  return `${n.toLocaleString("en")} annotations by what the judge said yes to.${own}`;
}

function captionOf(patterns: FlagPatterns, groups: readonly FlagGroup[]): string {
  const rest = groups.slice(MOST_ROWS);
  const left = rest.reduce((sum, { n }) => sum + n, 0);
  const hasUnknown = groups.slice(0, MOST_ROWS).some(({ flags }) => flags.includes("-"));
  return [
    ...(hasUnknown
      ? [
        `?: the question was not answered (${
          (patterns.partial + patterns.without).toLocaleString("en")
        } annotations lack some or all answers).`,
      ]
      : []),
    ...(left === 0 ? [] : [
      `Not shown: ${left.toLocaleString("en")} annotations with ${rest.length} rarer combinations.`,
    ]),
  ].join(" ");
}

function describe({ flags, n, parts }: FlagGroup, total: number): string {
  const yes = TECHNIQUES.filter((_, index) => flags[index] === "y").map((name) =>
    labelOf(name).toLowerCase()
  );
  const open = [...flags].filter((flag) => flag === "-").length;
  const finals = parts.map(({ technique, own, n: count }) => {
    const name = technique === null ? "no final answer" : labelOf(technique).toLowerCase();
    return `${name} ${count}${own === false ? " (said no to it)" : ""}`;
  });
  return `Yes to ${yes.join(" + ") || "none"}${open === 0 ? "" : `, ${open} not answered`}: ` +
    `${n} (${percent(n / total)} %); final answers: ${finals.join(", ")}.`;
}
