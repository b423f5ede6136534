import assert from "node:assert/strict";
import { RequestBudget } from "./_request_budget.ts";

/** A budget that has heard, at 0, what came back to the first of `sent` requests, all sent at 0. */
function heard(
  allowance: { limit: number | null; remaining: number; resetMs: number },
  { sent = 1 } = {},
): RequestBudget {
  const budget = new RequestBudget(1);
  for (let request = 0; request < sent; request++) budget.draw(0);
  budget.hear(allowance, { mark: { number: 1, at: 0 }, now: 0 });
  return budget;
}

Deno.test("RequestBudget asks for no wait before anything was heard, nor while something is left", () => {
  assert.equal(new RequestBudget(1).waitMs(0), 0);
  assert.equal(heard({ limit: 10, remaining: 4, resetMs: 600 }).waitMs(0), 0);
});

Deno.test("RequestBudget counts what was sent after the request that brought the news", () => {
  const budget = heard({ limit: 10, remaining: 4, resetMs: 600 }, { sent: 4 });
  assert.equal(budget.waitMs(0), 0);
  budget.draw(0);
  assert.equal(budget.waitMs(0), 100);
});

Deno.test("RequestBudget lets requests through at the rate at which they come back", () => {
  const budget = heard({ limit: 10, remaining: 0, resetMs: 1000 });
  const times: number[] = [];
  for (let now = 0; now <= 450; now += 10) {
    if (budget.waitMs(now) > 0) continue;
    budget.draw(now);
    times.push(now);
  }
  assert.deepEqual(times, [100, 200, 300, 400]);
});

Deno.test("RequestBudget saves up no more than the limit", () => {
  const budget = heard({ limit: 3, remaining: 0, resetMs: 300 });
  let sent = 0;
  while (budget.waitMs(10_000) === 0) {
    budget.draw(10_000);
    sent++;
  }
  assert.equal(sent, 3);
});

Deno.test("RequestBudget waits for the reset where it does not know the rate", () => {
  const budget = heard({ limit: null, remaining: 0, resetMs: 5000 });
  assert.equal(budget.waitMs(2000), 3000);
  assert.equal(budget.waitMs(5000), 0);
});

Deno.test("RequestBudget leaves a wait of hours to the provider to ask for", () => {
  assert.equal(heard({ limit: null, remaining: 0, resetMs: 7_200_000 }).waitMs(0), 0);
});

Deno.test("RequestBudget does not believe the news of an earlier request over those of a later", () => {
  const budget = new RequestBudget(1);
  const [first, second] = [budget.draw(0), budget.draw(0)];
  const mark = (number: number) => ({ mark: { number, at: 0 }, now: 0 });
  budget.hear({ limit: 10, remaining: 0, resetMs: 1000 }, mark(second));
  budget.hear({ limit: 10, remaining: 9, resetMs: 100 }, mark(first));
  assert.equal(budget.waitMs(0), 100);
});

Deno.test("RequestBudget of tokens reckons with what requests have cost", () => {
  const budget = new RequestBudget(0);
  const allowance = { limit: 1000, remaining: 150, resetMs: 850 };
  budget.hear(allowance, { mark: { number: budget.draw(0), at: 0 }, now: 0 });
  assert.equal(budget.waitMs(0), 0);
  budget.learnCost(100);
  assert.equal(budget.waitMs(0), 0);
  budget.draw(0);
  assert.equal(budget.waitMs(0), 50);
});

Deno.test("RequestBudget lets a request through that costs more than the limit", () => {
  const budget = new RequestBudget(0);
  budget.learnCost(5000);
  const allowance = { limit: 1000, remaining: 500, resetMs: 500 };
  budget.hear(allowance, { mark: { number: budget.draw(0), at: 0 }, now: 0 });
  assert.equal(budget.waitMs(0), 500);
  assert.equal(budget.waitMs(500), 0);
});
