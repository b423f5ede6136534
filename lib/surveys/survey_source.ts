/** Where survey material comes from: what a caption or a manifest says of it. */
export interface SurveySource {
  title: string;
  /** Where it is published, at which version; `own file` where nobody says. */
  source: string;
  licence: string;
  /** What to cite; empty where nobody says. */
  citation: string;
  /** The file that was read, absolute, and the SHA-256 of its bytes. */
  path: string;
  sha256: string;
  /**
   * Of a published set: whether the file is the published one, or, where no hash is published, the one
   * first fetched. Null for what is no published set.
   */
  isVerified: boolean | null;
  /** Whether the people whose answers these are do not exist: figures must say so. */
  invented: boolean;
}

const HASH_DIGITS = 12;

/** A source in one line of plain text, for captions; it holds what files say and is to be escaped. */
export function describeSurveySource(
  { title, source, licence, sha256, isVerified, invented }: SurveySource,
): string {
  const parts = [
    title,
    source,
    `licence: ${licence}`,
    `SHA-256 ${sha256.slice(0, HASH_DIGITS)}…`,
    ...(isVerified === false ? ["not verified to be the published file"] : []),
    ...(invented ? ["invented: nobody gave these answers"] : []),
  ];
  return parts.join("; ");
}
