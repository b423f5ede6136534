import type { Answer, ModelClient } from "../models/answer.ts";
import type { Leave } from "./cost_meter.ts";
import { endOfAsking, type EndOfAskingOptions } from "./_end_of_asking.ts";

/** One answer to be had; carries whatever else its keeper needs to know. */
export interface Question {
  /** What to ask. */
  input: string;
  /** Which sample of the same question, from 0. */
  sample: number;
}

/** What {@linkcode askModel} needs. */
export interface AskModelOptions<Q extends Question> extends EndOfAskingOptions {
  client: ModelClient;
  /** What to ask; taken one by one, only as requests become free. */
  questions: Iterator<Q>;
  /** At most so many requests under way. */
  concurrency: number;
  /** Stop after so many failures without a single answer between them. */
  stopAfterFailures: number;
  /** Asks for leave before a question is sent, where it costs money. Default: nobody has to. */
  mayAsk?: ((question: Q, stop: AbortSignal) => Promise<Leave>) | undefined;
  /** Keeps an answer; called as each arrives. The next question waits until it is kept. */
  save(question: Q, answer: Answer): void | Promise<void>;
  /** Told of an answer that is about the model, not the question; it is not saved. */
  onGivenUp?(question: Q, answer: Answer): void | Promise<void>;
  /** Called with the number of requests under way whenever it changes. */
  onInFlight(count: number): void;
}

type Granted = Extract<Leave, { granted: true }>;

const FREE: Granted = { granted: true, settle: () => {} };

/**
 * Asks one model, never more than `concurrency` questions at once, until there are none left.
 *
 * The first question goes alone: a wrong key or model name then costs one request. Where an answer
 * cannot be kept, requests under way are dropped and none is sent any more. A model that is given up is
 * sent no more of what waits to be sent.
 *
 * @returns Why the model was given up, or null.
 */
export async function askModel<Q extends Question>(
  options: AskModelOptions<Q>,
): Promise<string | null> {
  const { client, questions, concurrency, stopAfterFailures, save, onInFlight } = options;
  using end = endOfAsking(options);
  let givenUp: string | null = null;
  let answers = 0;
  let failuresInARow = 0;
  let inFlight = 0;

  async function askOne(): Promise<boolean> {
    if (end.stop.aborted) return false;
    const next = questions.next();
    if (next.done) return false;
    const leave = await leaveFor(next.value);
    if (leave === null) return false;
    onInFlight(++inFlight);
    try {
      const answer = await answerTo(next.value);
      // What was set aside for it is free again, whatever came of it.
      leave.settle(answer);
      if (answer === null) return false;
      await receive(next.value, answer);
    } catch (error) {
      leave.settle(null);
      // What cannot be kept, and what is broken, ends all, also while the grace lasts.
      end.dropAll(error);
      throw error;
    } finally {
      onInFlight(--inFlight);
    }
    return true;
  }

  /** Null where there is none: the model is then given up, or the end came first. */
  async function leaveFor(question: Q): Promise<Granted | null> {
    if (options.mayAsk === undefined) return FREE;
    try {
      const leave = await options.mayAsk(question, end.stop);
      if (leave.granted) return leave;
      giveUp(leave.why);
    } catch (error) {
      if (!end.stop.aborted) throw error;
    }
    return null;
  }

  /** Null where the end came first: the question was then asked in vain, or not at all. */
  async function answerTo({ input, sample }: Q): Promise<Answer | null> {
    try {
      return await client.ask({ prompt: input, sample, signal: end.drop, stop: end.stop });
    } catch (error) {
      if (end.stop.aborted) return null;
      throw error;
    }
  }

  function giveUp(why: string): void {
    givenUp ??= why;
    end.beginNoMore();
  }

  async function receive(question: Q, answer: Answer): Promise<void> {
    if (isAboutTheModel(answer, { isFirst: answers === 0 })) {
      giveUp(answer.error ?? answer.error_kind ?? "it cannot be asked");
      await options.onGivenUp?.(question, answer);
      return;
    }
    answers++;
    await save(question, answer);
    failuresInARow = answer.status === "failed" ? failuresInARow + 1 : 0;
    if (failuresInARow >= stopAfterFailures) {
      giveUp(`${failuresInARow} failures in a row, the last: ${answer.error}`);
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
