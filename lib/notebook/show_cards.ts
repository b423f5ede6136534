import { escapeHtml } from "../base/escape_html.ts";
import { type Displayable, displayable } from "./displayable.ts";

/** A text with a head: a prompt, an answer, a judge's reply. */
export interface Card {
  /** What it is, in a few words: ids, model, technique. */
  head: string;
  /** The text, shown as it is, line breaks kept. */
  body: string;
  /** What was answered to it, set off from it. Default: nothing. */
  reply?: string | null;
}

/** Texts as cards below each other: escaped, long ones folded after some 600 characters. */
export function showCards(cards: readonly Card[]): Displayable {
  const html = cards.map(formatCard).join("");
  const text = cards.map(formatPlain).join("\n\n");
  return displayable({
    "text/html": `<div>${html || "<p>Nothing to show.</p>"}</div>`,
    "text/plain": text || "Nothing to show.",
  });
}

const FOLD_AT = 600;
const CARD = "border:1px solid #8888;border-radius:6px;padding:.5em .8em;margin:.5em 0";
const REPLY = "border-left:3px solid #8888;padding-left:.8em;margin-top:.6em";

function formatCard({ head, body, reply }: Card): string {
  const answer = reply === undefined
    ? ""
    : `<div style="${REPLY}">${formatBody(reply ?? "(no text)")}</div>`;
  return `<div style="${CARD}"><small><strong>${escapeHtml(head)}</strong></small>` +
    `${formatBody(body)}${answer}</div>`;
}

function formatPlain({ head, body, reply }: Card): string {
  return `── ${head}\n${body}` + (reply === undefined ? "" : `\n→ ${reply ?? "(no text)"}`);
}

function formatBody(body: string): string {
  const block = (text: string) =>
    `<div style="white-space:pre-wrap;margin-top:.3em">${escapeHtml(text)}</div>`;
  if (body.length <= FOLD_AT) return block(body);
  const cut = body.lastIndexOf(" ", FOLD_AT);
  const end = cut > FOLD_AT / 2 ? cut : FOLD_AT;
  return block(body.slice(0, end) + " …") +
    `<details><summary>all ${body.length.toLocaleString("en")} characters</summary>` +
    `${block(body)}</details>`;
}
