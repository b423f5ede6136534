import assert from "node:assert/strict";
import fc from "fast-check";
import { redactSecrets, withoutSecrets } from "./redact_secrets.ts";

const secrets = [{ name: "OPENAI_API_KEY", value: "sk-a/b+c" }];

Deno.test("redactSecrets() puts the variable's name where the key stood", () => {
  assert.equal(
    redactSecrets("Bad key sk-a/b+c (sk-a%2Fb%2Bc)", secrets),
    "Bad key [OPENAI_API_KEY] ([OPENAI_API_KEY])",
  );
});

Deno.test("redactSecrets() makes one line of what a provider said", () => {
  assert.equal(redactSecrets(" a\r\n\tb\u0000c\u001b[31md\u2028e ", []), "a b c [31md e");
});

Deno.test("redactSecrets() cuts long texts after the secrets are gone", () => {
  const text = redactSecrets("x".repeat(497) + "sk-a/b+c" + "y".repeat(1000), secrets);
  assert.equal(text.length, 501);
  assert.ok(!text.includes("sk-"));
});

Deno.test("redactSecrets() leaves no key in any text that holds it", () => {
  const key = fc.string({ minLength: 8, unit: fc.constantFrom(..."abcXYZ019-_./+=") });
  fc.assert(fc.property(fc.string(), key, fc.string(), (before, value, after) => {
    const safe = redactSecrets(before + value + after, [{ name: "KEY", value }]);
    assert.ok(!safe.includes(value));
  }));
});

Deno.test("withoutSecrets() changes nothing but keys, and takes no word for one", () => {
  const keys = [{ name: "KEY", value: "sk-0123456789abcdef" }, { name: "LOCAL", value: "ollama" }];
  assert.equal(
    withoutSecrets('{"a":"sk-0123456789abcdef\\n ollama"}\r\n', keys),
    '{"a":"[KEY]\\n ollama"}\r\n',
  );
});
