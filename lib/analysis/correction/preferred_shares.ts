import type { CorrectedShare } from "./corrected_share.ts";

/**
 * Of each group's corrected shares those of one method, for a figure with one mark per share:
 * prediction-powered inference where the group has gold enough of its own, since it assumes nothing
 * of the judge; else inversion. Groups and techniques stay in their order.
 */
export function preferredShares(shares: readonly CorrectedShare[]): CorrectedShare[] {
  return [...Map.groupBy(shares, ({ model }) => model).values()].flatMap((group) => {
    const powered = group.filter(({ method }) => method === "prediction_powered");
    return powered.some(({ corrected }) => corrected !== null)
      ? powered
      : group.filter(({ method }) => method === "inversion");
  });
}
