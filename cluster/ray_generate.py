"""Asks OpenAI-compatible endpoints what batch files request, spread over a Ray cluster.

    python ray_generate.py batches/*.jsonl --out DIR --endpoint http://gpu1:8000/v1 --endpoint ...

It reads what `deno task batch export` wrote and leaves lines in OpenAI's output format in DIR, a
folder that all machines share, for `deno task batch import --file DIR/*.jsonl`. A file holds the
answers to one block of requests and appears whole or not at all: a worker that dies loses only its
block, which Ray gives to another, and the same command again asks only what DIR does not answer.
A request that fails is a line with its error, and so is a line that cannot be read.
"""

import argparse
import glob
import hashlib
import itertools
import json
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

RETRIED = {408, 409, 429, 500, 502, 503, 504, 529}
# A wrong key, model or address, which every request would meet: the job ends.
FATAL = {401, 403, 404}


def read_id(line):
    """The custom_id of a request or an answer; None where there is none to be read."""
    try:
        custom_id = json.loads(line)["custom_id"]
    except (ValueError, KeyError, TypeError):
        return None
    return custom_id if isinstance(custom_id, str) else None


def done_ids(folder):
    """The ids of all requests that have an answer in the folder, or a failure that would come again."""
    done = set()
    for path in glob.glob(os.path.join(folder, "*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            done.update(read_id(line) for line in lines if '"again": true' not in line)
    return done - {None}


class Asker:
    """A worker: asks a block of requests at the same time and writes a file of answers."""

    def __init__(self, args):
        import requests

        self.args = args
        self.endpoints = itertools.cycle(random.sample(args.endpoint, len(args.endpoint)))
        self.pool = ThreadPoolExecutor(args.parallel)
        self.session = requests.Session()
        adapter = requests.adapters.HTTPAdapter(len(args.endpoint), args.parallel)
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)
        if args.api_key_env:
            self.session.headers["authorization"] = f"Bearer {os.environ[args.api_key_env].strip()}"

    def __call__(self, block):
        texts = [str(text) for text in block["text"]]
        lines = list(self.pool.map(self.answer, texts))
        name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]
        path = os.path.join(self.args.out, f"{name}.jsonl")
        with open(f"{path}.{os.getpid()}.part", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
        failed = sum(not line["response"] or line["response"]["status_code"] != 200 for line in lines)
        return {"answers": [len(lines) - failed], "failures": [failed]}

    def answer(self, text):
        """The output line for a request, after as many attempts as it takes or may take."""
        line = {"custom_id": read_id(text), "response": None, "error": None}
        body = line["custom_id"] and json.loads(text).get("body")
        if not body:
            return {**line, "error": {"code": "bad_request_line", "message": "it holds no request"}}
        for attempt in range(self.args.attempts):
            time.sleep(attempt and min(60, 2**attempt) * random.uniform(0.5, 1))
            result = self.ask(body)
            again = result["error"] is not None or result["response"]["status_code"] in RETRIED
            if not again:
                break
        return {**line, **result, "again": again}

    def ask(self, body):
        """One attempt: a response, or the error where no HTTP answer came whole."""
        url = f"{next(self.endpoints).rstrip('/')}/chat/completions"
        try:
            reply = self.session.post(url, json=body, timeout=self.args.timeout)
            if reply.status_code in FATAL:
                raise RuntimeError(f"{url} answers {reply.status_code}: see to key, model and address")
            return {"response": {"status_code": reply.status_code, "body": reply.json()}, "error": None}
        except ValueError:
            error = {"code": f"http_{reply.status_code}", "message": f"no JSON: {reply.text[:200]}"}
        except OSError as problem:
            code = "timeout" if "timed out" in str(problem) else "connection"
            error = {"code": code, "message": str(problem)[:500]}
        return {"response": None, "error": error}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", help="batch files")
    parser.add_argument("--out", required=True, type=os.path.abspath, help="folder for the answers")
    parser.add_argument("--endpoint", action="append", required=True, help="URL, up to /v1")
    parser.add_argument("--api-key-env", help="variable that holds the key, on every machine")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--parallel", type=int, default=64, help="requests under way per worker")
    parser.add_argument("--block", type=int, default=512, help="requests per file")
    parser.add_argument("--attempts", type=int, default=6, help="per request")
    parser.add_argument("--timeout", type=float, default=600, help="seconds per attempt")
    args = parser.parse_args()
    import ray

    os.makedirs(args.out, exist_ok=True)
    done = ray.put(done_ids(args.out))
    lines = ray.data.read_text([os.path.abspath(file) for file in args.files], drop_empty_lines=True)
    left = lines.map_batches(lambda block: without(ray.get(done), block), batch_size=8192)
    workers = ray.data.ActorPoolStrategy(size=args.workers)
    blocks = left.repartition(target_num_rows_per_block=args.block).map_batches(
        Asker, fn_constructor_args=[args], batch_size=args.block, compute=workers, num_cpus=0.5)
    started = time.monotonic()
    rows = [(row["answers"], row["failures"]) for row in blocks.iter_rows()]
    answers, failures = (sum(column) for column in zip(*rows)) if rows else (0, 0)
    print(f"{answers} answers, {failures} failures, {time.monotonic() - started:.1f} s: {args.out}")


def without(done, block):
    """The lines of a block whose ids are not among those that are done."""
    return {"text": [text for text in block["text"] if read_id(text) not in done]}


if __name__ == "__main__":
    main()
