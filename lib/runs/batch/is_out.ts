/**
 * SQL: whether a shard is out, that is, was sent to a provider or to machines elsewhere, and what
 * comes of it is not yet all in the run. For a query over `batch_shards`.
 */
export const SHARD_IS_OUT =
  "(batch_shards.status IS NOT NULL AND batch_shards.imported_at IS NULL)";

/**
 * SQL: whether a prompt's request is out in such a shard: then it must not be asked here, too. For
 * a query over `prompts` with the parameters `$model` and `$sample`.
 */
export const IS_OUT = `EXISTS (SELECT 1 FROM batch_requests JOIN batch_shards USING (shard)
  WHERE batch_requests.prompt_id = prompts.prompt_id AND batch_requests.model = $model
  AND batch_requests.sample = $sample AND ${SHARD_IS_OUT})`;
