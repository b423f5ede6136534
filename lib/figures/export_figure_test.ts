import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { plantAnswers } from "../testing/plant_answers.ts";
import { tablesOfAnswers } from "../testing/tables_of_answers.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { exportFigure, renderPdf } from "./export_figure.ts";
import { techniqueExplorer } from "./technique_explorer.ts";
import { techniqueShares } from "./technique_shares.ts";

const TABLES = tablesOfAnswers({
  answers: plantAnswers({
    models: ["first", `<b>"Söhne"</b> & Co`],
    datasets: { voting_questions: "no_approximation" },
  }),
  simulated: true,
});
const FIGURES = [techniqueShares(TABLES), await techniqueExplorer(TABLES)];

/** The file's objects by number; streams are inflated. */
function objectsOf(pdf: Uint8Array): Map<string, string> {
  const objects = new Map<string, string>();
  const text = Buffer.from(pdf).toString("latin1");
  for (const [, number = "", body = ""] of text.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    const [head = "", stream] = body.split(/\nstream\n|stream\n/);
    const bytes = stream === undefined ? undefined : Buffer.from(stream, "latin1");
    objects.set(
      number,
      bytes === undefined || !head.includes("FlateDecode")
        ? body
        : `${head}\n${inflateSync(bytes).toString("latin1")}`,
    );
  }
  return objects;
}

/** What a reader can select: the glyphs shown, through each font's table of characters. */
function textOf(pdf: Uint8Array): string {
  const objects = objectsOf(pdf);
  const all = [...objects.values()];
  const fonts = new Map<string, string[]>();
  const named = all.join("\n").matchAll(/\/(F\d+) (\d+) 0 R/g);
  for (const [, name = "", number = ""] of named) {
    const table = objects.get(number)?.match(/\/ToUnicode (\d+) 0 R/)?.[1];
    const listed = objects.get(table ?? "")?.match(/beginbfrange[^[]*\[(.*?)\]/s)?.[1] ?? "";
    const codes = listed.split(/>\s*</).map((code) => code.replace(/[^\da-f]/g, ""));
    fonts.set(name, codes.map((code) => Buffer.from(code, "hex").swap16().toString("utf16le")));
  }
  let font: string[] = [];
  let text = "";
  for (const content of all.filter((object) => object.includes(" Tj"))) {
    for (
      const [, name, glyph] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([\da-f]{4})> Tj|\bET\b/g)
    ) {
      if (name !== undefined) font = fonts.get(name) ?? [];
      else text += glyph === undefined ? "\n" : font[parseInt(glyph, 16)] ?? "";
    }
  }
  return text;
}

for (const figure of FIGURES) {
  Deno.test(`renderPdf() embeds the fonts of ${figure.name} and names no date`, async () => {
    const pdf = await renderPdf(figure);
    const all = [...objectsOf(pdf).values()].join("\n");
    assert.ok(Buffer.from(pdf).toString("latin1").startsWith("%PDF-"));
    const fonts = all.match(/\/FontName \/[A-Z]{6}\+DejaVuSans/g)?.length ?? 0;
    assert.ok(fonts >= 2, `${fonts} fonts`);
    assert.equal(all.match(/\/FontFile2 /g)?.length, fonts);
    assert.doesNotMatch(all, /Date|\(D:\d|\/Subtype \/Image/);
    assert.ok(pdf.length < 60_000, `${pdf.length} bytes: fonts are to be subsets`);
  });

  Deno.test(`renderPdf() gives the same bytes for ${figure.name} a moment later`, async () => {
    assert.deepEqual(await renderPdf(figure), await renderPdf(figure));
  });

  Deno.test(`renderPdf() keeps every text of ${figure.name} as text`, async () => {
    const shown = textOf(await renderPdf(figure)).replace(/\s/g, "");
    const body = figure.svg.replace(/<(title|desc)>.*?<\/\1>/gs, "");
    const texts = [...body.matchAll(/>([^<>]+)<\/(?:text|tspan)>/g)].map((match) => match[1] ?? "");
    assert.ok(texts.length > 15);
    for (const text of texts) {
      const plain = text.replace(/&(#39|[a-z]+);/g, (_, name) => ENTITIES[name] ?? "");
      assert.ok(shown.includes(plain.replace(/\s/g, "")), plain);
    }
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ "#39": "'", lt: "<", gt: ">", amp: "&", quot: `"` },
};

Deno.test("renderPdf() makes a figure of 480 px as wide as a column of 85 mm", async () => {
  const all = [...objectsOf(await renderPdf(techniqueShares(TABLES))).values()].join("\n");
  const width = Number(all.match(/\/MediaBox \[0 0 ([\d.]+) /)?.[1]);
  assert.ok(Math.abs(width / 72 * 25.4 - 85) < 0.01, String(width));
});

Deno.test("renderPdf() refuses what it could not draw faithfully", async () => {
  const figure = techniqueShares(TABLES);
  const other = { ...figure, svg: figure.svg.replace("DejaVu Sans", "Comic Sans") };
  await assert.rejects(renderPdf(other), /Cannot draw text in “Comic Sans/);
});

Deno.test("exportFigure() writes SVG, PNG and PDF, and returns their paths", async () => {
  await withFolder(async (folder) => {
    const paths = await exportFigure(folder, techniqueShares(TABLES));
    assert.deepEqual(paths.map((path) => path.slice(folder.length + 1)), [
      "technique_shares.svg",
      "technique_shares.png",
      "technique_shares.pdf",
    ]);
    const [svg, png, pdf] = paths.map((path) => Buffer.from(Deno.readFileSync(path)));
    assert.ok(svg?.toString().startsWith("<svg"));
    assert.equal(png?.subarray(1, 4).toString(), "PNG");
    assert.equal(pdf?.subarray(0, 5).toString(), "%PDF-");
  });
});
