/**
 * Text from elsewhere made fit to stand in a figure, a table or a page: what XML forbids, and what
 * would turn the direction of the text around it, becomes `�`; line breaks and tabs become blanks.
 */
export function printableText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\r\u2028\u2029]+/g, " ")
    .replace(/[\p{Cc}\p{Bidi_Control}\ufffe\uffff]/gu, "�");
}
