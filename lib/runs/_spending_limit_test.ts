import assert from "node:assert/strict";
import fc from "fast-check";
import { type Hold, spendingLimit } from "./_spending_limit.ts";

/** Lets everything run that waits for nothing but a settled promise. */
async function turn(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

Deno.test("a hold that fits is granted at once, and what is left of it comes back", async () => {
  const limit = spendingLimit(1);
  const hold = await limit.hold(0.75);
  assert.equal(limit.held, 0.75);
  hold?.settle(0.25);
  assert.equal(limit.held, 0);
  assert.equal(limit.spent, 0.25);
  hold?.settle(0.25);
  assert.equal(limit.spent, 0.25, "only the first call counts");
});

Deno.test("what does not fit waits for requests under way, and is refused where there are none", async () => {
  const limit = spendingLimit(1);
  const first = await limit.hold(0.75);
  const second = limit.hold(0.75);
  let isSettled = false;
  second.then(() => isSettled = true);
  await turn();
  assert.equal(isSettled, false);
  first?.settle(0.1);
  const hold = await second;
  assert.equal(limit.held, 0.75);
  const third = limit.hold(0.5);
  hold?.settle(0.75);
  assert.equal(await third, null);
});

Deno.test("what was spent before counts against the limit", async () => {
  assert.equal(await spendingLimit(1, 0.9).hold(0.2), null);
  assert.equal(await spendingLimit(1, 3).hold(0), null);
});

Deno.test("ten cents ten times are a dollar, to the last fraction", async () => {
  const limit = spendingLimit(1);
  for (let request = 0; request < 10; request++) assert.ok(await limit.hold(0.1));
  assert.equal(limit.held, 1);
});

Deno.test("who waits first is served first, though a later one would fit at once", async () => {
  const limit = spendingLimit(1);
  const open = await limit.hold(0.9);
  const served: string[] = [];
  const large = limit.hold(0.8).then((hold) => (served.push("large"), hold));
  const small = limit.hold(0.1).then((hold) => (served.push("small"), hold));
  await turn();
  assert.deepEqual(served, []);
  open?.settle(0);
  await Promise.all([large, small]);
  assert.deepEqual(served, ["large", "small"]);
});

Deno.test("one that waits no more makes way for the next", async () => {
  const limit = spendingLimit(1);
  await limit.hold(0.5);
  const stop = new AbortController();
  const large = assert.rejects(limit.hold(0.8, stop.signal), /no longer/);
  const small = limit.hold(0.5);
  stop.abort(new Error("no longer"));
  await large;
  assert.ok(await small);
  assert.equal(limit.held, 1);
});

Deno.test("a wait ends with the signal's reason", async () => {
  const limit = spendingLimit(1);
  await limit.hold(1);
  const stop = new AbortController();
  const waiting = limit.hold(1, stop.signal);
  const rejected = assert.rejects(waiting, /enough of it/);
  stop.abort(new Error("enough of it"));
  await rejected;
});

/** `fc.double()` would mostly draw tiny numbers. */
function dollarsUpTo(most: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 99_991 }).map((part) => part / 99_991 * most);
}

Deno.test("spent and held never exceed the limit together, in whatever order requests end", async () => {
  const request = fc.record({
    worst: dollarsUpTo(2),
    // What it costs, as a share of what was set aside.
    share: dollarsUpTo(1),
  });
  await fc.assert(
    fc.asyncProperty(
      dollarsUpTo(10),
      fc.array(request, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      fc.infiniteStream(fc.nat()),
      async (dollars, requests, concurrency, picks) => {
        const limit = spendingLimit(dollars);
        const open: { hold: Hold; cost: number }[] = [];
        let most = 0;
        const note = () => most = Math.max(most, limit.spent + limit.held);
        let cost = 0;
        let refused = 0;
        const queue = [...requests];
        async function worker(): Promise<void> {
          for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
            const hold = await limit.hold(next.worst);
            note();
            if (hold === null) {
              refused++;
              return;
            }
            const done = Promise.withResolvers<void>();
            open.push({
              hold: { settle: (paid) => (hold.settle(paid), done.resolve()) },
              cost: next.worst * next.share,
            });
            await done.promise;
          }
        }
        let ended = 0;
        const workers = Array.from({ length: concurrency }, () => worker().finally(() => ended++));
        // Ends one of those under way after another, by the schedule drawn, until all workers ended.
        while (ended < concurrency) {
          await turn();
          const [ending] = open.splice((picks.next().value ?? 0) % Math.max(1, open.length), 1);
          if (ending === undefined) continue;
          cost += ending.cost;
          ending.hold.settle(ending.cost);
          note();
        }
        await Promise.all(workers);
        assert.ok(most <= dollars + 1e-9, `${most} of ${dollars}`);
        assert.equal(limit.held, 0);
        assert.ok(Math.abs(limit.spent - cost) < 1e-6);
        // Nobody was refused while all could have been paid for.
        if (requests.reduce((sum, { worst }) => sum + worst, 0) < dollars - 1e-6) {
          assert.equal(refused, 0);
        }
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});
