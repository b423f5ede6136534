import { z } from "zod";

const eventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("notebook"), name: z.string(), total: z.number() }),
  z.object({ event: z.literal("kernel"), pid: z.number().nullable() }),
  z.object({ event: z.literal("cell"), done: z.number(), total: z.number() }),
  z.object({ event: z.literal("done"), seconds: z.number() }),
  z.object({
    event: z.literal("failed"),
    kept: z.string(),
    number: z.number(),
    cell: z.number(),
    source: z.string(),
    message: z.string(),
  }),
  z.object({ event: z.literal("stopped") }),
  z.object({ event: z.literal("end") }),
]);

/**
 * What the headless run reports while it goes: a notebook begins, its kernel has a process id, a
 * code cell has run, the notebook is done (seconds) or failed (the code cell's number from 1, its
 * place among all cells, its first line, the message, the partly executed file), all have ended, or
 * the run was stopped.
 */
export type NotebookEvent = z.infer<typeof eventSchema>;

/** Reads one line of the headless run's report. @throws where it is not one of its events. */
export function parseNotebookEvent(line: string): NotebookEvent {
  return eventSchema.parse(JSON.parse(line));
}
