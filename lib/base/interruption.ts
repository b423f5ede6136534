/** Why work is stopped: someone interrupted it and waits for it to end. */
export class Interruption extends DOMException {
  /** @param graceMs how long what is under way may go on, in ms. */
  constructor(readonly graceMs: number) {
    super("Interrupted by the user", "AbortError");
  }
}
