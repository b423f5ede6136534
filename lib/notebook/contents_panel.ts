import type { Panel } from "./show_panel.ts";

/** Options of {@linkcode contentsPanel}. */
export interface ContentsPanelOptions {
  /** What the value is: `Tables`. */
  title: string;
  /** The variable that a notebook keeps it in, for the hint: `tables`. */
  called: string;
}

/**
 * What a large value holds, a line per property: how many rows or entries it has and which columns.
 * Printed whole it would fill the page, and what it holds would still be hard to see.
 */
export function contentsPanel(value: object, { title, called }: ContentsPanelOptions): Panel {
  const entries = Object.entries(value);
  const rows = entries.find(([, held]) => isRows(held))?.[0];
  return {
    title,
    lines: entries.map(([name, held]) => [name, describe(held)]),
    note: rows === undefined ? undefined : `Show one as a table: showTable(${called}.${rows})`,
  };
}

/** Polars frames and arquero tables alike tell their columns, under other names. */
interface FrameLike {
  height: number;
  columns: readonly string[];
}

function describe(held: unknown): unknown {
  if (isFrame(held)) return `${countOf(held.height, "row")}: ${held.columns.join(", ")}`;
  if (isRows(held)) {
    return `${countOf(held.length, "row")}: ${Object.keys(held[0] ?? {}).join(", ")}`;
  }
  if (Array.isArray(held)) return describeList(held);
  if (held instanceof Map) return countOf(held.size, "entry");
  if (typeof held === "object" && held !== null) return Object.keys(held).join(", ");
  return held;
}

function describeList(list: readonly unknown[]): string {
  const text = list.join(", ");
  if (list.length > 0 && text.length <= 120) return text;
  return list.length === 0 ? "none" : countOf(list.length, "entry");
}

function isRows(held: unknown): held is readonly object[] {
  return Array.isArray(held) && held.length > 0 && typeof held[0] === "object" && held[0] !== null;
}

/** A Polars frame answers `in` by its columns, so its properties are asked for. */
function isFrame(held: unknown): held is FrameLike {
  return typeof held === "object" && held !== null &&
    typeof Reflect.get(held, "height") === "number" && Array.isArray(Reflect.get(held, "columns"));
}

function countOf(n: number, what: "row" | "entry"): string {
  const many = what === "row" ? "rows" : "entries";
  return `${n.toLocaleString("en")} ${n === 1 ? what : many}`;
}
