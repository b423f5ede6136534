import type { ModelSpec } from "../model_spec.ts";

/** The `baseURL` of models that this program runs itself, from their weights. */
export const LOCAL_URL = "local:";

/** Whether this program runs the model itself, without a server. */
export function isLocal({ baseURL }: Pick<ModelSpec, "baseURL">): boolean {
  return URL.parse(baseURL)?.protocol === LOCAL_URL;
}
