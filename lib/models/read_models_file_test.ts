import assert from "node:assert/strict";
import { UserError } from "../base/user_error.ts";
import { readModelsFile } from "./read_models_file.ts";

const GOOD = { name: "mine", model: "m", baseURL: "http://localhost:8000/v1" };

async function read(text: string) {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(path, text);
    return await readModelsFile(path);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(error.message.replace(path, "FILE"));
    throw error;
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readModelsFile() reads descriptions as they are", async () => {
  const full = {
    ...GOOD,
    name: "other",
    apiKeyEnv: "MY_KEY",
    params: { temperature: 0, seed: 7, extra: { a: [1] } },
    system: "Be brief.",
    simulated: true,
  };
  assert.deepEqual(await read(JSON.stringify([GOOD, full])), [GOOD, full]);
});

Deno.test("readModelsFile() marks the simulator's models as simulated in any case", async () => {
  const entry = { ...GOOD, model: "simulated-direct", simulated: false };
  assert.deepEqual(await read(JSON.stringify([entry])), [{ ...entry, simulated: true }]);
});

const FLAWS: readonly { name: string; entries: unknown; message: RegExp }[] = [
  {
    name: "no list",
    entries: GOOD,
    message: /^Cannot use FILE, key 'the whole file': expected a list/,
  },
  {
    name: "an entry that is no object",
    entries: ["x"],
    message: /FILE, entry 1, expected an object/,
  },
  {
    name: "a missing key",
    entries: [GOOD, { name: "b", model: "m" }],
    message: /FILE, entry 2, key 'baseURL': it is missing\.$/,
  },
  {
    name: "an empty name",
    entries: [{ ...GOOD, name: " " }],
    message: /entry 1, key 'name': expected a text but found an empty one/,
  },
  {
    name: "a name that is no text",
    entries: [{ ...GOOD, name: 5 }],
    message: /entry 1, key 'name': expected a text/,
  },
  {
    name: "a name given twice",
    entries: [GOOD, { ...GOOD, name: "x" }, GOOD],
    message: /entry 3, key 'name': entry 1 is already called 'mine'/,
  },
  {
    name: "an address that is no URL",
    entries: [{ ...GOOD, baseURL: "localhost:8000/v1" }],
    message: /key 'baseURL': expected a URL that starts with http.* but found 'localhost:8000\/v1'/,
  },
  {
    name: "an address with a password",
    entries: [{ ...GOOD, baseURL: "https://me:hidden@host/v1" }],
    message: /key 'baseURL': a URL must not hold a user name or password/,
  },
  {
    name: "an address with a key",
    entries: [{ ...GOOD, baseURL: "https://host/v1?api-key=hidden" }],
    message: /key 'baseURL': a URL must not hold a key/,
  },
  {
    name: "an address that goes too far",
    entries: [{ ...GOOD, baseURL: "https://host/v1/chat/completions" }],
    message: /key 'baseURL': expected the address before \/chat\/completions/,
  },
  {
    name: "a key written down",
    entries: [{ ...GOOD, apiKey: "hidden" }],
    message: /entry 1, key 'apiKey': keys are never written down.*'apiKeyEnv'/,
  },
  {
    name: "a key in the place of its variable",
    entries: [{ ...GOOD, apiKeyEnv: "gsk_hidden" }],
    message: /key 'apiKeyEnv': expected a variable's name in capitals/,
  },
  {
    name: "a misspelt key",
    entries: [{ ...GOOD, base_url: "x" }],
    message: /key 'base_url': there is no such key\. Use name, model, baseURL/,
  },
  {
    name: "parameters that are no object",
    entries: [{ ...GOOD, params: [1] }],
    message: /key 'params': expected an object of parameters/,
  },
  {
    name: "a parameter that the client sets",
    entries: [{ ...GOOD, params: { stream: true } }],
    message: /key 'params\.stream': it is set by the client/,
  },
];

for (const { name, entries, message } of FLAWS) {
  Deno.test(`readModelsFile() refuses ${name} in one line`, async () => {
    await assert.rejects(read(JSON.stringify(entries)), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      assert.ok(!error.message.includes("hidden"));
      return true;
    });
  });
}

Deno.test("readModelsFile() refuses what is not JSON", async () => {
  await assert.rejects(read("[{"), /Cannot read FILE: it is not valid JSON/);
});
