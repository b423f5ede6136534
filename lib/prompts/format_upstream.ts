import type { Material } from "../materials/material.ts";
import type { Prompt } from "./prompt.ts";

/**
 * Prompts as the published script writes them: columns
 * `input,label,task,original_input,format_number`, published task names and labels, and the bytes
 * of pandas' `to_csv` (UTF-8, `\n`, a field quoted only where it holds a comma, a quote or `\n`).
 */
export function formatUpstream(prompts: readonly Prompt[], material: Material): string {
  const names = upstreamNames(material);
  const lines = prompts.map((prompt) => {
    const { label, task } = names.get(prompt.task ?? "") ?? { label: prompt.expected, task: null };
    const fields = [prompt.input, label, task ?? prompt.task, prompt.original_input, prompt.format];
    return fields.map(pandasField).join(",") + "\n";
  });
  return "input,label,task,original_input,format_number\n" + lines.join("");
}

function upstreamNames(material: Material): Map<string, { label: string; task: string }> {
  return new Map(
    material.datasets.flatMap((dataset) =>
      dataset.tasks.map((task) => [task.task, {
        label: dataset.upstream_label ?? dataset.expected,
        task: task.upstream_task ?? task.task,
      }])
    ),
  );
}

/** One field as Python's `csv` writes it with QUOTE_MINIMAL: a lone `\r` is left unquoted. */
function pandasField(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
