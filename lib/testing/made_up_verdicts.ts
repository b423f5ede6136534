import pl from "nodejs-polars";

/** One answer of a table of verdicts that a test makes up. */
export interface MadeUpVerdict {
  prompt: string;
  model: string;
  dataset: string;
  item: string;
  /** Null where the answer has none. */
  technique: string | null;
  /** Default: 0. */
  format?: number;
  sample?: number;
  /** Default: null. */
  task?: string | null;
  style?: string | null;
  viewpoint?: string | null;
  expected?: string | null;
}

/** Verdicts as `settleVerdicts` makes them, without a run file. */
export function madeUpVerdicts(answers: readonly MadeUpVerdict[]): pl.DataFrame {
  const texts = (name: string, values: (string | null)[]) => pl.Series(name, values, pl.Utf8);
  const numbers = (name: string, values: number[]) => pl.Series(name, values, pl.Int64);
  return pl.DataFrame([
    numbers("answer", answers.map((_, index) => index)),
    texts("prompt_id", answers.map(({ prompt }) => prompt)),
    texts("model", answers.map(({ model }) => model)),
    numbers("sample", answers.map(({ sample = 0 }) => sample)),
    texts("response_status", answers.map(() => "answered")),
    texts("dataset", answers.map(({ dataset }) => dataset)),
    texts("task", answers.map(({ task = null }) => task)),
    texts("source", answers.map(() => null)),
    texts("item", answers.map(({ item }) => item)),
    numbers("format", answers.map(({ format = 0 }) => format)),
    texts("style", answers.map(({ style = null }) => style)),
    texts("viewpoint", answers.map(({ viewpoint = null }) => viewpoint)),
    texts("expected", answers.map(({ expected = null }) => expected)),
    texts("cluster", answers.map(({ item }) => `item ${item}`)),
    texts("verdict", answers.map(({ technique }) => technique === null ? "tie" : "annotated")),
    texts("technique", answers.map(({ technique }) => technique)),
  ]);
}
