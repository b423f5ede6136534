import assert from "node:assert/strict";
import { drawFault, FAULTS, parseFaults } from "./faults.ts";

Deno.test("parseFaults() reads names and rates", () => {
  assert.deepEqual(parseFaults(" rate_limit=0.1, drop = 0.05 ,"), { rate_limit: 0.1, drop: 0.05 });
  assert.deepEqual(parseFaults(""), {});
});

for (
  const [text, message] of [
    ["rate=0.1", /the fault 'rate=0\.1': expected NAME=RATE with a name of rate_limit/],
    ["drop", /'drop': expected a rate from 0 to 1/],
    ["drop=", /'drop': expected a rate from 0 to 1/],
    ["drop=x", /'drop': expected a rate from 0 to 1/],
    ["drop=1.5", /'drop': expected a rate from 0 to 1, found 1\.5/],
    ["drop=-1", /'drop': expected a rate from 0 to 1/],
    ["drop=0.1=2", /expected NAME=RATE/],
    ["drop=0.6,slow=0.6", /add up to 1\.2/],
  ] as const
) {
  Deno.test(`parseFaults() refuses '${text}'`, () => {
    assert.throws(() => parseFaults(text), message);
  });
}

Deno.test("drawFault() hits as often as it should, and may spare the next attempt", () => {
  const rates = { rate_limit: 0.2, drop: 0.1 };
  const draws = Array.from(
    { length: 4000 },
    (_, index) => drawFault(rates, [1, `body ${index}`, 0]),
  );
  const share = (fault: string | null) => draws.filter((drawn) => drawn === fault).length / 4000;
  assert.ok(Math.abs(share("rate_limit") - 0.2) < 0.025);
  assert.ok(Math.abs(share("drop") - 0.1) < 0.02);
  assert.ok(Math.abs(share(null) - 0.7) < 0.03);
  const again = Array.from(
    { length: 4000 },
    (_, index) => drawFault(rates, [1, `body ${index}`, 1]),
  );
  assert.ok(draws.some((drawn, index) => drawn !== null && again[index] === null));
});

Deno.test("drawFault() can be certain of each fault", () => {
  for (const fault of FAULTS) assert.equal(drawFault({ [fault]: 1 }, ["any"]), fault);
});
