import type { Loaded } from "./local_session.ts";

/** The body of an error, as a server would send it. */
export function errorBody(code: string, message: string): unknown {
  return { error: { code, message } };
}

/** The weights' own name and their SHA-256, as the model that answered. */
export function modelName({ model, job: { sha256 } }: Loaded): string {
  const name = model.fileInfo.metadata.general.name ?? "unnamed weights";
  return sha256 === null ? name : `${name}, SHA-256 ${sha256.slice(0, 16)}`;
}

/** What ran the model. */
export function fingerprint({ llama, job: { version } }: Loaded): string {
  return `node-llama-cpp ${version}, llama.cpp ${llama.llamaCppRelease.release}`;
}
