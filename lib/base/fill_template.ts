/**
 * Puts texts into a template's placeholders (`{input}`, `{kind}`, …), in one pass: what is put in
 * is never read again, so a text may itself contain `{input}`, `$&` or any brace. Placeholders
 * without a value stay as they are.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(
    /\{(\w+)\}/g,
    (placeholder, name: string) => Object.hasOwn(values, name) ? values[name] ?? "" : placeholder,
  );
}
