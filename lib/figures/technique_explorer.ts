import { compile, type TopLevelSpec } from "vega-lite";
import { parse, View } from "vega";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { EXPLORER_TITLE, explorerSpec } from "./explorer_spec.ts";
import type { Picture } from "./figure.ts";
import { describeShares } from "./share_words.ts";

/** A figure that front ends with Vega-Lite make interactive; its `svg` is how it first looks. */
export interface InteractiveFigure extends Picture {
  /** A Vega-Lite specification, data included, that version 5 and later draw. */
  spec: TopLevelSpec;
}

/**
 * Technique shares to explore: stacked bars of all models and datasets on the left; on the right
 * shares with 95 % intervals of the model that was clicked (shift-click adds one, double-click
 * shows all). Hovering tells model, dataset, technique, n, count, share and interval.
 */
export async function techniqueExplorer(tables: AnalysisTables): Promise<InteractiveFigure> {
  const spec = explorerSpec(tables);
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const drawn = await view.toSVG();
  view.finalize();
  const size = drawn.match(/ width="([\d.]+)" height="([\d.]+)"/);
  return {
    name: "technique_explorer",
    title: EXPLORER_TITLE,
    description: describeShares(tables.distributions),
    svg: withoutCounters(drawn) + "\n",
    width: Number(size?.[1] ?? 0),
    height: Number(size?.[2] ?? 0),
    spec,
  };
}

/** Vega numbers clip paths over the life of the process; here they are numbered per figure. */
function withoutCounters(svg: string): string {
  const ids = [...new Set([...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? ""))];
  return ids.reduce(
    (text, id, index) =>
      text.replaceAll(` id="${id}"`, ` id="part${index}"`).replaceAll(
        `url(#${id})`,
        `url(#part${index})`,
      ),
    svg,
  );
}
