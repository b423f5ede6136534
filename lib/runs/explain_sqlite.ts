import { UserError } from "../base/user_error.ts";

interface Flaw {
  cannot: "use" | "write to";
  /** SQLite's own words: not every error that comes from Deno has the code. */
  says: string;
  what: string;
  wayOut: string;
}

/** SQLite's result codes for what is wrong with the place or the file, not with the program. */
const FLAWS: Readonly<Record<number, Flaw>> = {
  5: {
    cannot: "write to",
    says: "database is locked",
    what: "another program keeps the file locked",
    wayOut: "End what else uses it, then start again: it goes on where it was.",
  },
  8: {
    cannot: "write to",
    says: "attempt to write a readonly database",
    what: "the file or its folder is read-only",
    wayOut: "See to their permissions, or take another run folder.",
  },
  10: {
    cannot: "write to",
    says: "disk I/O error",
    what: "the disk reports an error",
    wayOut: "See whether it is full or gone, then start again: it goes on where it was.",
  },
  11: {
    cannot: "use",
    says: "database disk image is malformed",
    what: "the file is damaged",
    wayOut: "Take a copy of it back, or save what can be read with 'sqlite3 FILE .recover'.",
  },
  13: {
    cannot: "write to",
    says: "database or disk is full",
    what: "the disk is full",
    wayOut: "Make room, then start again: it goes on where it was.",
  },
  14: {
    cannot: "use",
    says: "unable to open database file",
    what: "it cannot be opened",
    wayOut: "See to the permissions of the file and its folder, which must be writable.",
  },
  26: {
    cannot: "use",
    says: "file is not a database",
    what: "it is not a database",
    wayOut: "Is it a run file? Choose another folder.",
  },
};

/** A full disk, a read-only folder and the like as an error that users can mend; others as they are. */
export function explainSqlite(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const detail = error.message.replaceAll("\n", " ");
  // The lowest byte is the code, the others say more closely what it was.
  const code = "errcode" in error ? Number(error.errcode) & 0xff : null;
  const flaw = code === null
    ? Object.values(FLAWS).find(({ says }) => detail.startsWith(says))
    : FLAWS[code];
  if (flaw === undefined) return error;
  return new UserError(
    `Cannot ${flaw.cannot} ${path}: ${flaw.what} (${detail}). ${flaw.wayOut}`,
  );
}
