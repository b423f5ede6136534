/** What the stub server has counted since it was last reset. */
export interface StubStats {
  /** Requests that arrived. */
  requests: number;
  /** Requests for a prompt that had been asked before. */
  repeated: number;
  /** Answers handed to the network in full. */
  sent: number;
  /** When the first request arrived, in ms since 1970; null where none has. */
  firstAt: number | null;
  /** Requests a second over the middle three fifths; null where there were too few. */
  steadyRate: number | null;
}
