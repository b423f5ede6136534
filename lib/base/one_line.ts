/**
 * Text from elsewhere made fit for a line on a terminal: line breaks and control characters, which
 * could move the cursor or hide what stands before them, become blanks.
 */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ");
}
