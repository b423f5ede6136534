import assert from "node:assert/strict";
import { UserError } from "../base/user_error.ts";
import type { RequestLimiter } from "../models/request_limiter.ts";
import { fakeClient } from "../testing/fake_client.ts";
import { connectModels } from "./connect_models.ts";

function aSpec(name: string, baseURL: string) {
  return { name, model: name, baseURL };
}

Deno.test("connectModels() has models of one provider share its limit, within the bounds given", () => {
  const limiters: RequestLimiter[] = [];
  const specs = [
    aSpec("a", "https://x.invalid/v1"),
    aSpec("b", "https://x.invalid/v1"),
    aSpec("c", "https://y.invalid/v1"),
  ];
  connectModels(specs, {
    maxConcurrency: 5,
    connect: (_, limiter) => {
      limiters.push(limiter);
      return fakeClient();
    },
  });
  assert.deepEqual(limiters.map((limiter) => limiters.indexOf(limiter)), [0, 0, 2]);
  assert.deepEqual(limiters.map((limiter) => limiter.state().limit), [5, 5, 5]);
});

Deno.test("connectModels() makes clients that say how fast their provider may be asked", () => {
  const [model] = connectModels([aSpec("a", "https://x.invalid/v1")]);
  assert.ok(model !== undefined && "ask" in model.client);
  const pace = { provider: "x.invalid", underWay: 0, limit: 8, waitMs: 0 };
  assert.deepEqual(model.client.pace?.(), pace);
});

Deno.test("connectModels() says in place of a client why there is none", () => {
  const specs = [aSpec("a", "https://x.invalid/v1"), aSpec("b", "https://x.invalid/v1")];
  const models = connectModels(specs, {
    connect: ({ name }) => {
      if (name === "a") throw new UserError("no key");
      return fakeClient();
    },
  });
  assert.deepEqual(models.map(({ client }) => "unavailable" in client), [true, false]);
});
