/**
 * The number of a wording in the text of a cell: `11`, pandas' `11.0`, or the one whole number in a
 * name such as `templ-11`. Null for any other text.
 */
export function readFormat(text: string): number | null {
  const whole = /^\s*(\d+)(?:\.0+)?\s*$/.exec(text)?.[1];
  const inText = /^[^\d]*[^\d.\s-][^\d]*?(\d+)[^\d]*$/.exec(text)?.[1];
  const value = Number(whole ?? inText);
  return Number.isSafeInteger(value) ? value : null;
}
