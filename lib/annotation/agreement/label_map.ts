import { existsSync } from "node:fs";
import { z } from "zod";
import { userPath } from "../../base/project_paths.ts";
import { readJson } from "../../base/read_json.ts";
import { UserError } from "../../base/user_error.ts";

/** Labels by what raters write for them; the keys are normalised as {@linkcode normalizeLabel} does. */
export type LabelMap = ReadonlyMap<string, string>;

/** A label as it is looked up: without blanks around it, in lower case. */
export function normalizeLabel(raw: string): string {
  return raw.trim().toLowerCase();
}

/**
 * Reads a map of labels: the JSON file `text` names, `{ "raw": "label" }`, or pairs
 * `raw=label,raw=label`. Labels are kept as they are written, without blanks around them.
 *
 * @throws {UserError} naming the entry that is no such pair, has an empty side, or gives a raw label
 * (in whatever case) a second meaning.
 */
export async function readLabelMap(text: string): Promise<LabelMap> {
  const isFile = !text.includes("=") || existsSync(userPath(text));
  const entries = isFile ? await readEntries(userPath(text)) : parsePairs(text);
  const where = isFile ? text : "--map";
  const map = new Map<string, string>();
  for (const [key, value] of entries) {
    const raw = normalizeLabel(key);
    const label = value.trim();
    if (raw === "" || label === "") {
      throw new UserError(
        `Cannot use ${where}: expected a raw label and a label but found '${key}=${value}'. What ` +
          `is not in the map is missing: leave the entry out.`,
      );
    }
    const before = map.get(raw);
    if (before !== undefined && before !== label) {
      throw new UserError(
        `Cannot use ${where}: '${raw}' stands for both '${before}' and '${label}' (case and blanks ` +
          `around a raw label do not count). Keep one of them.`,
      );
    }
    map.set(raw, label);
  }
  if (map.size > 0) return map;
  throw new UserError(`Cannot use ${where}: it maps nothing. Add entries, or leave --map out.`);
}

async function readEntries(path: string): Promise<[string, string][]> {
  if (!existsSync(path)) {
    throw new UserError(
      `Cannot read --map: expected a JSON file or pairs raw=label with commas between but found ` +
        `'${path}', and there is no such file.`,
    );
  }
  return Object.entries(await readJson(path, z.record(z.string(), z.string())));
}

function parsePairs(text: string): [string, string][] {
  return text.split(",").map((pair) => {
    const [raw, label, ...more] = pair.split("=");
    if (raw !== undefined && label !== undefined && more.length === 0) return [raw, label];
    throw new UserError(
      `Cannot read --map: expected raw=label but found '${pair.trim()}'. Put labels that contain ` +
        `commas or equals signs into a JSON file.`,
    );
  });
}
