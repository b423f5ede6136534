/**
 * JSON that may stand inside a `<script>` element: whatever the texts in it say, it cannot end the
 * element, open a comment in it, or break a line of script.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
