/**
 * What the page's script uses of a browser. The DOM's own types would hold for the whole project, and
 * clash there with those of Deno.
 */
export interface BrowserWindow {
  readonly document: PageDocument;
  readonly localStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
  };
  scrollTo(x: number, y: number): void;
}

/** A page. */
export interface PageDocument {
  getElementById(id: string): PageElement | null;
  createElement(name: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
  addEventListener(type: "keydown", listener: (event: PageKey) => void): void;
}

/** An element; what only some kinds have is empty on the others. */
export interface PageElement {
  readonly tagName: string;
  textContent: string | null;
  className: string;
  type: string;
  name: string;
  value: string | number;
  max: number;
  checked: boolean;
  href: string;
  download: string;
  append(...nodes: (PageElement | string)[]): void;
  addEventListener(type: "click" | "input" | "change", listener: () => void): void;
  focus(): void;
  blur(): void;
  click(): void;
}

/** A key that was pressed. */
export interface PageKey {
  readonly key: string;
  readonly code: string;
  readonly target: PageElement | null;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  preventDefault(): void;
}
