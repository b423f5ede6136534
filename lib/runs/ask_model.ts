import type { Answer, ModelClient } from "../models/answer.ts";

/** One answer to be had; carries whatever else its keeper needs to know. */
export interface Question {
  /** What to ask. */
  input: string;
  /** Which sample of the same question, from 0. */
  sample: number;
}

/** What {@linkcode askModel} needs. */
export interface AskModelOptions<Q extends Question> {
  client: ModelClient;
  /** What to ask; taken one by one, only as requests become free. */
  questions: Iterator<Q>;
  /** At most so many requests under way. */
  concurrency: number;
  /** Stop after so many failures without a single answer between them. */
  stopAfterFailures: number;
  /** No new requests once it is aborted. */
  signal: AbortSignal;
  /** Keeps an answer; called as each arrives. */
  save(question: Q, answer: Answer): void;
  /** Told of an answer that is about the model, not the question; it is not saved. */
  onGivenUp?(question: Q, answer: Answer): void;
  /** Called with the number of requests under way whenever it changes. */
  onInFlight(count: number): void;
}

/**
 * Asks one model, never more than `concurrency` questions at once, until there are none left.
 *
 * The first question goes alone: a wrong key or model name then costs one request. Where an answer
 * cannot be kept, requests under way are dropped and none is sent any more.
 *
 * @returns Why the model was given up, or null.
 */
export async function askModel<Q extends Question>(
  options: AskModelOptions<Q>,
): Promise<string | null> {
  const { client, questions, concurrency, stopAfterFailures, save, onInFlight } = options;
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  let givenUp: string | null = null;
  let answers = 0;
  let failuresInARow = 0;
  let inFlight = 0;

  async function askOne(): Promise<boolean> {
    if (signal.aborted || givenUp !== null) return false;
    const next = questions.next();
    if (next.done) return false;
    const question = next.value;
    onInFlight(++inFlight);
    try {
      const answer = await client.ask({ prompt: question.input, sample: question.sample, signal });
      receive(question, answer);
    } catch (error) {
      if (signal.aborted) return false;
      broken.abort();
      throw error;
    } finally {
      onInFlight(--inFlight);
    }
    return true;
  }

  function receive(question: Q, answer: Answer): void {
    if (isAboutTheModel(answer, { isFirst: answers === 0 })) {
      givenUp ??= answer.error ?? answer.error_kind ?? "it cannot be asked";
      options.onGivenUp?.(question, answer);
      return;
    }
    answers++;
    save(question, answer);
    failuresInARow = answer.status === "failed" ? failuresInARow + 1 : 0;
    if (failuresInARow >= stopAfterFailures) {
      givenUp ??= `${failuresInARow} failures in a row, the last: ${answer.error}`;
    }
  }

  async function worker(): Promise<void> {
    while (await askOne());
  }

  if (await askOne()) await Promise.all(Array.from({ length: concurrency }, worker));
  return givenUp;
}

/** Failures that would meet every question alike, whenever they come. */
const ALWAYS_OF_THE_MODEL = ["missing_key", "http_401", "quota"];

/**
 * Failures that are the model's where nothing was answered yet: not allowed, not found, not there.
 * Later they may be about one question: some providers' moderation answers 403.
 */
const AT_FIRST_OF_THE_MODEL = ["http_403", "http_404", "connection"];

function isAboutTheModel(answer: Answer, { isFirst }: { isFirst: boolean }): boolean {
  const kind = answer.status === "failed" ? answer.error_kind : null;
  if (kind === null) return false;
  return ALWAYS_OF_THE_MODEL.includes(kind) || (isFirst && AT_FIRST_OF_THE_MODEL.includes(kind));
}
