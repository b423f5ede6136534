import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readText } from "../../base/read_text.ts";

/**
 * Vega and its interpreter of expressions as scripts for a page that may ask no network and forbids
 * `eval`, with their licence. Vega's global is `vega`, the interpreter's `nnVegaInterpreter`.
 */
export async function vegaScript(): Promise<string> {
  const folder = (name: string) => dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  const [vega, interpreter, licence] = await Promise.all([
    readText(join(folder("vega"), "build", "vega.min.js")),
    readText(join(folder("vega-interpreter"), "build", "vega-interpreter.js")),
    readText(join(folder("vega"), "LICENSE")),
  ]);
  return [
    `/*!\nVega and vega-interpreter\n\n${licence.replaceAll("*/", "* /").trim()}\n*/`,
    vega.trim(),
    asClassicScript(interpreter),
  ].join("\n");
}

/** The module's text as a script: what it imports is in Vega's global, too. */
function asClassicScript(module: string): string {
  const script = module
    .replace(/^import (\{[^}]*\}) from 'vega-util';$/m, "const $1 = vega;")
    .replace(/^export \{ (\w+) as expressionInterpreter \};$/m, "window.nnVegaInterpreter = $1;")
    .replace(/^\/\/# sourceMappingURL=.*$/m, "")
    .trim();
  if (/^\s*(import|export)\b/m.test(script) || !script.includes("nnVegaInterpreter")) {
    throw new Error("vega-interpreter is built in another way than this program knows");
  }
  return `(() => {\n${script}\n})();`;
}
