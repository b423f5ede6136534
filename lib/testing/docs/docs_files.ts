import { formatCsv } from "../../base/write_csv.ts";

/**
 * Files that pages speak of and that a reader has, by name.
 *
 * @param baseURL The endpoint of the models in `models.json` and `pair.json`.
 */
export function readersFiles(baseURL: string): Record<string, string> {
  const served = (name: string) => ({ name, model: name, baseURL });
  return {
    "models.json": JSON.stringify([served("llama-3.1-8b")]),
    "pair.json": JSON.stringify([
      { ...served("llama-2-13b"), endpoint: "completions" },
      served("llama-2-13b-chat"),
    ]),
    ...readersTables(),
  };
}

function readersTables(): Record<string, string> {
  const rows = Array.from({ length: 20 }, (_, n) => n);
  return {
    "answers.csv": formatCsv({
      columns: ["full_prompt", "completion", "model", "question_id"],
      rows: rows.map((n) => ({
        full_prompt: `What do you think of rule ${n}?`,
        completion: `Some hold that rule ${n} is fair, others that it is not.`,
        model: "a-model",
        question_id: String(n % 5),
      })),
    }),
    "annotated.csv": formatCsv({
      columns: ["model", "topic", "question_id", "label"],
      rows: rows.map((n) => ({
        model: "a-model",
        topic: "housing",
        question_id: String(n),
        label: String(n % 6 + 1),
      })),
    }),
    "ratings.csv": formatCsv({
      columns: ["item", "alice", "bob", "judge"],
      rows: rows.map((n) => ({
        item: String(n),
        alice: String(n % 3),
        bob: String(n % 2),
        judge: String(n % 3),
      })),
    }),
    "shares.csv": formatCsv({
      columns: ["country", "model_shares", "people_shares"],
      rows: rows.map((n) => ({
        country: n % 2 === 0 ? "Chile" : "Peru",
        model_shares: `[0.${n % 9 + 1}, 0.5]`,
        people_shares: "[0.4, 0.6]",
      })),
    }),
  };
}
