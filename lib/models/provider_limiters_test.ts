import assert from "node:assert/strict";
import { providerLimiters, providerOf } from "./provider_limiters.ts";

function aSpec(baseURL: string, apiKeyEnv?: string) {
  return { name: "a", model: "b", baseURL, ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }) };
}

Deno.test("providerLimiters() gives models of one server and key the same limiter", () => {
  const limiterOf = providerLimiters({ max: 2 });
  const first = limiterOf(aSpec("https://x.invalid/v1", "A_KEY"));
  assert.equal(limiterOf(aSpec("https://x.invalid/v2/", "A_KEY")), first);
  assert.notEqual(limiterOf(aSpec("https://x.invalid/v1", "B_KEY")), first);
  assert.notEqual(limiterOf(aSpec("https://x.invalid/v1")), first);
  assert.notEqual(limiterOf(aSpec("https://y.invalid/v1", "A_KEY")), first);
  assert.equal(first.state().limit, 2);
});

Deno.test("providerOf() names the server and the key's variable", () => {
  assert.equal(providerOf(aSpec("http://127.0.0.1:8080/v1")), "127.0.0.1:8080");
  assert.equal(providerOf(aSpec("https://x.invalid/v1", "A_KEY")), "x.invalid (A_KEY)");
});
