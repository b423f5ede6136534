/** The question that a survey prompt ends with. */
export interface AskedQuestion {
  /** What stands before the first option. */
  text: string;
  /** The options in the order in which they stand: A, B, … */
  options: readonly string[];
}

const END = /\s*Answer Choice:\s*$/;

/**
 * Reads the question that stands last in a multiple-choice prompt; worked examples before it, which
 * end with a blank line, are passed over. Null where the prompt is none.
 */
export function readSurveyPrompt(prompt: string): AskedQuestion | null {
  if (!END.test(prompt)) return null;
  const [last = ""] = prompt.replace(END, "").split(/\n\s*\n/).slice(-1);
  // The question may itself hold an 'A.', as in 'the U. S. A.': the options are the longest series.
  const series = [...last.matchAll(/(^|\s)A\.\s/g)].map(({ index, 0: label }) => ({
    text: last.slice(0, index).trim(),
    options: readOptions(last.slice(index + label.length)),
  }));
  const [longest] = series.toSorted((a, b) =>
    b.options.length - a.options.length || b.text.length - a.text.length
  );
  return longest === undefined || longest.options.length < 2 ? null : longest;
}

/** What stands between the labels B, C, … in their order. */
function readOptions(text: string): string[] {
  const options: string[] = [];
  let rest = text;
  for (let code = "B".charCodeAt(0);; code++) {
    const label = new RegExp(`\\s${String.fromCharCode(code)}\\.\\s`).exec(rest);
    options.push(rest.slice(0, label?.index).trim());
    if (label === null) return options;
    rest = rest.slice(label.index + label[0].length);
  }
}
