import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { inversionVariance } from "./_inversion_variance.ts";
import { confusionMatrix, postStratify, unseenClasses } from "./confusion_matrix.ts";
import { invertConfusion } from "./invert_confusion.ts";
import { goldCells, rowShares, type Tally } from "./tally.ts";

/** Shares of K classes by inversion of the confusion matrix. */
export interface Inversion {
  /** On the simplex. */
  estimate: number[];
  /** The estimates' variances, clustered by item. */
  variance: number[];
  /** P(judge's label | true class), J rows by K columns. */
  matrix: number[][];
  /** Classes that no gold answer has: the judge is taken to be right on them. */
  unseen: number[];
  /** The matrix's condition number, 1 for a perfect judge; above 10 or so, errors are blown up. */
  condition: number;
}

/** Where the confusion matrix comes from. */
export interface InversionOptions {
  /**
   * The answers that the gold set is a sample of: `target` itself, or other answers, such as those
   * of all models with gold, on the assumption that the judge errs alike on them. Of one frame.
   */
  pool: Tally;
}

/**
 * The true shares of `target`'s answers: the judge's shares put through the inverse of its
 * confusion matrix (see {@linkcode invertConfusion}).
 *
 * - Matrix: gold answers count by weight, scaled so that each of the judge's labels has the share
 *   in the gold set that it has in the pool (post-stratification). In the pool itself the result
 *   is then Tenenbein's maximum-likelihood estimate Σ_j q_j P(class | label j) (1972, "A double
 *   sampling scheme for estimating from misclassified multinomial data", Technometrics 14,
 *   187–202); without it, what luck gave the gold set would be taken for the judge's errors. A
 *   label that no gold answer has is taken to be right; answers without a label and without gold
 *   are left out.
 * - Variance: the delta method, by item, over everything that is sampled: the target's labels, G (e_j − q)
 *   / N with G = M⁻¹ (or the likelihood's weighted pseudo-inverse); the gold answers, −p_k / C_k
 *   G (e_j − M_k) for each unit of weight in cell (j, k), C_k the column's sum, less its mean in the
 *   row; and the pool's labels, by that mean.
 * - So that errors not seen in a small gold set are not taken for impossible, the variance is that of the
 *   matrix with one more answer per class, half right, half spread over the other labels
 *   (as pseudo-observations in Lang and Reiczigel 2014, "Confidence limits for prevalence of disease
 *   adjusted for estimated sensitivity and specificity", Prev. Vet. Med. 113, 13–22).
 *
 * @param target At least one answer, with or without gold: only the pool's gold is read.
 */
export function inversion(target: Tally, { pool }: InversionOptions): Inversion {
  const cells = goldCells(pool);
  const matrix = confusionMatrix(postStratify(cells, rowShares(pool)));
  return {
    estimate: invertConfusion(matrix, rowShares(target)),
    variance: inversionVariance(target, pool),
    matrix,
    unseen: unseenClasses(cells),
    condition: new SingularValueDecomposition(new Matrix(matrix)).condition,
  };
}
