import { nearestNames } from "../../base/nearest_names.ts";
import { UserError } from "../../base/user_error.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { SurveyMethod } from "../../surveys/survey_answer.ts";

/** In which way of asking a figure shows the answers. */
export interface VariantOptions {
  /** Default: `as_published`, or the first that there is. */
  variant?: string;
}

const AS_PUBLISHED = "as_published";

/**
 * The way of asking to show.
 *
 * @throws {UserError} for one that there are no answers of.
 */
export function chooseVariant(variants: readonly string[], wanted?: string): string {
  if (wanted === undefined) {
    return variants.includes(AS_PUBLISHED) ? AS_PUBLISHED : variants[0] ?? AS_PUBLISHED;
  }
  if (variants.includes(wanted)) return wanted;
  const near = nearestNames(wanted, variants);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`;
  throw new UserError(
    `Cannot show answers in the variant '${wanted}': there are none.${hint} There are ` +
      `${variants.join(", ") || "no answers at all"}.`,
  );
}

/** How the questions were asked, as a sentence of a subtitle. */
export function variantWords(variant: string): string {
  return `Asked: ${labelOf(variant).toLowerCase()}.`;
}

/** Whose answers a row or bar shows. */
export interface SeriesName {
  model: string;
  method: SurveyMethod;
}

/** A model's name, with the method where the same model stands beside itself. */
export function seriesNames(series: readonly SeriesName[]): (one: SeriesName) => string {
  const methods = new Map<string, Set<string>>();
  for (const { model, method } of series) {
    methods.set(model, (methods.get(model) ?? new Set()).add(method));
  }
  return ({ model, method }) =>
    (methods.get(model)?.size ?? 0) > 1 ? `${model} (${labelOf(method).toLowerCase()})` : model;
}
