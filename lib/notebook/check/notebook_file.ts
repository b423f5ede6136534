import { z } from "zod";
import { readJson } from "../../base/read_json.ts";

const source = z.union([z.string(), z.array(z.string())]).transform((text) =>
  typeof text === "string" ? text : text.join("")
);

const notebookSchema = z.object({
  cells: z.array(z.looseObject({
    cell_type: z.enum(["code", "markdown", "raw"]),
    id: z.string().optional(),
    metadata: z.looseObject({ tags: z.array(z.string()).optional() }).default({}),
    source,
  })),
  metadata: z.record(z.string(), z.unknown()),
  nbformat: z.literal(4, "expected notebook format 4; save it with a current Jupyter"),
});

/** A notebook as its file has it, as far as we rely on it; `source` is one text. */
export type NotebookFile = z.infer<typeof notebookSchema>;

/** A cell of a {@linkcode NotebookFile}. */
export type NotebookCell = NotebookFile["cells"][number];

/** Reads a notebook. @throws {UserError} naming file and key where it is none. */
export async function readNotebook(path: string): Promise<NotebookFile> {
  return await readJson(path, notebookSchema);
}
