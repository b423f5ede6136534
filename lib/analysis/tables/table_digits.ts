/** How finely shares are written. */
export interface TableDigits {
  /** Digits after the point of a percentage. Default: 0, which is finer than most intervals. */
  digits?: number;
}
