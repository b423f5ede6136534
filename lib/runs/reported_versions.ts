import type { RunFile } from "./run_file.ts";

/** What a provider said it answered with. */
export interface ReportedVersion {
  /** The series' name in the run. */
  model: string;
  /** The model version that the provider named, or null. */
  reportedModel: string | null;
  /** The provider's mark of its configuration (`system_fingerprint`), or null. */
  fingerprint: string | null;
  /** How many answers; failures are none. */
  answers: number;
  /** When the first and the last of them were saved; ISO 8601, UTC. */
  first: string;
  last: string;
}

/** So many per model at most: a provider that marks every answer anew must not fill the manifest. */
const MOST = 50;

const SELECT = `SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY model ORDER BY answers DESC, first) AS place FROM (
    SELECT model, reported_model, system_fingerprint, count(*) AS answers,
      min(created_at) AS first, max(created_at) AS last
    FROM responses WHERE status <> 'failed' GROUP BY 1, 2, 3)
  ) WHERE place <= ${MOST} ORDER BY model, place`;

/**
 * The model versions and fingerprints that providers reported, the most frequent first, at most 50
 * for each series. It reads all answers: about a second for each 500,000.
 */
export function reportedVersions(run: RunFile): ReportedVersion[] {
  return run.statement(SELECT).all().map((row) => ({
    model: String(row.model),
    reportedModel: row.reported_model === null ? null : String(row.reported_model),
    fingerprint: row.system_fingerprint === null ? null : String(row.system_fingerprint),
    answers: Number(row.answers),
    first: String(row.first),
    last: String(row.last),
  }));
}
