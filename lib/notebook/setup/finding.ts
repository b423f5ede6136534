/** One thing that was looked at. */
export interface Finding {
  /** What was looked at. */
  title: string;
  /** Whether it is as it should be. */
  ok: boolean;
  /** What was found. */
  found: string;
  /** What to do where it is not. */
  mend: string;
}
