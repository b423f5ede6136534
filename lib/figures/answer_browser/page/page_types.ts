/**
 * What the browser's script uses of a web page. The DOM's own types would hold for the whole project,
 * and clash there with those of Deno.
 */
export interface PageWindow {
  readonly document: PageDocument;
}

/** A document. */
export interface PageDocument extends PageEvents {
  createElement(name: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** An element; what only some kinds have is empty on the others. */
export interface PageElement extends PageEvents {
  readonly tagName: string;
  textContent: string | null;
  value: string;
  hidden: boolean;
  disabled: boolean;
  tabIndex: number;
  readonly style: { setProperty(name: string, value: string): void };
  querySelector(selector: string): PageElement | null;
  append(...nodes: (PageElement | string)[]): void;
  replaceChildren(...nodes: (PageElement | string)[]): void;
  setAttribute(name: string, value: string): void;
  focus(): void;
  scrollIntoView(options: { block: "nearest" }): void;
}

/** What events come to. */
export interface PageEvents {
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
}

/** An event: of a key, or one of our own. */
export interface PageEvent {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly target: PageElement | null;
  readonly detail: unknown;
  preventDefault(): void;
}

/** What the script is given, as JSON; texts of models are as they came. */
export interface BrowserData {
  models: readonly string[];
  datasets: readonly string[];
  /** The six in code order, then that of answers without one. */
  techniques: readonly { label: string; colour: string }[];
  segments: readonly BrowserSegment[];
  prompts: readonly { about: string; text: string; cutFrom: number | null }[];
  /** How many answers of a segment are here at most. */
  perSegment: number;
}

/** Answers of one model and dataset with one technique: places in the lists of the data. */
export interface BrowserSegment {
  model: number;
  dataset: number;
  technique: number;
  /** How many there are in the run. */
  count: number;
  answers: readonly { prompt: number; about: string; text: string; cutFrom: number | null }[];
}

/** What is shown: places in the lists of the data, −1 for all. */
export interface Choice {
  model: number;
  dataset: number;
  technique: number;
  search: string;
}

/** One answer among those that are chosen. */
export interface ChosenAnswer {
  segment: BrowserSegment;
  /** Its place in the segment. */
  place: number;
}

/** The answers that are chosen, and how many there are of which. */
export interface Chosen {
  answers: readonly ChosenAnswer[];
  /** How many of the segments are here, whatever the search; and in the run. */
  here: number;
  inRun: number;
}
