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
  const options: string[] = [];
  let [text, rest] = cutAt(last, "A");
  // Labels count in order, so that the dots of 'the U. S.' are none.
  for (let letter = "B"; rest !== null; letter = next(letter)) {
    const [option, following] = cutAt(rest, letter);
    options.push(option.trim());
    rest = following;
  }
  text = text.trim();
  return options.length < 2 ? null : { text, options };
}

function cutAt(text: string, letter: string): [before: string, after: string | null] {
  const match = new RegExp(`(^|\\s)${letter}\\.\\s?`).exec(text);
  if (match === null) return [text, null];
  return [text.slice(0, match.index), text.slice(match.index + match[0].length)];
}

function next(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 1);
}
