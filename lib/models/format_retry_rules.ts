import { alignColumns } from "../base/align_columns.ts";
import { MAX_RETRY_AFTER_MS, RETRY_RULES, type RetryRule } from "./retry_policy.ts";

/** What is never sent again, and what becomes of it. */
const FINAL: readonly (readonly [string, string])[] = [
  ["401, no money left (402, quota)", "final; the model is asked no more"],
  ["403, 404, no connection at the first try", "final; the model is asked no more"],
  ["400, 422 and other 4xx", "final; the row says why"],
  ["prompt longer than the context", "final; the row says why"],
  ["content filter", "final; the row is marked filtered"],
];

const EFFECTS = { halve: "halved", ease: "cut to 3/4", keep: "kept" } as const;

/**
 * {@linkcode RETRY_RULES} and what is final as lines of plain text, for documents and `--help`: no
 * line is longer than 79 characters.
 */
export function formatRetryRules(rules: readonly RetryRule[] = RETRY_RULES): string[] {
  const header = ["failure", "sent", "waits between", "its limit"];
  const rows = rules.map(({ name, attempts, firstDelayMs, maxDelayMs, effect }) => [
    name,
    `${attempts} times`,
    `${inSeconds(firstDelayMs)}, doubling to ${inSeconds(maxDelayMs)}`,
    EFFECTS[effect],
  ]);
  return [
    ...alignColumns([header, ...rows], { right: [false, true, false, false] }),
    "",
    ...alignColumns(FINAL, { right: [false, false] }),
    "",
    "The limit is how many requests the provider is sent at once. Waits are drawn",
    "from their upper half, so that what failed together does not come back",
    "together. A provider's Retry-After is never undercut: all requests to it pause",
    `so long; one of more than ${MAX_RETRY_AFTER_MS / 60_000} minutes makes the failure final.`,
  ];
}

function inSeconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
