/** Why one attempt at a request brought no answer. */
export interface Failure {
  /**
   * `http_<status>`, or one of `connection`, `timeout`, `malformed` (a body that is no completion),
   * `empty_choices`, `context_length`, `quota` (no money left), `unknown`.
   */
  kind: string;
  /** In one line, without secrets. */
  message: string;
  /** How long the provider asks to wait, in milliseconds; null where it does not say. */
  retryAfterMs: number | null;
}
