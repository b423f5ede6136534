/** What Deno's `fetch` says of a server that is not reached, and what it means. */
const MEANINGS: readonly [says: RegExp, means: string][] = [
  [
    /connection refused|actively refused/i,
    "nothing answers at HOST (connection refused). Start the server, or mend its address",
  ],
  [
    /dns error|failed to lookup|name or service not known/i,
    "there is no server called HOST. Mend the address, or see to the network",
  ],
  [/certificate|tls|ssl/i, "no safe connection to HOST (DETAIL). See to its certificate"],
];

/**
 * An error of a connection in words for people: which server, what is wrong, the way out. What isn't
 * known stays as it is.
 *
 * @param message as `fetch` has it: `error sending request for url (http://…): client error (Connect): …`.
 */
export function explainConnection(message: string): string {
  const [, address = "", detail = ""] = /^error sending request for url \(([^)]*)\): (.*)$/s
    .exec(message) ?? [];
  const host = URL.parse(address)?.host;
  if (host === undefined) return message;
  const means = MEANINGS.find(([says]) => says.test(detail))?.[1];
  return (means ?? "the connection to HOST failed (DETAIL)")
    .replace("HOST", () => host)
    .replace("DETAIL", () => detail);
}
