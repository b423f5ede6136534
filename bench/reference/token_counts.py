"""Token counts that the counter's tests compare with, by OpenAI's own tokenizer.

Run: python bench/reference/token_counts.py > lib/models/fixtures/token_counts.json
Needs: tiktoken 0.14.0. It fetches its two lists of byte pairs and verifies their hashes; where it
cannot, TIKTOKEN_CACHE_DIR may name the folder `litellm/litellm_core_utils/tokenizers` of the
`litellm` package, which brings both.
"""

import csv
import json
import pathlib

import tiktoken

TEXTS = [
    "",
    "Hi",
    "Should the United States abolish the Electoral College?",
    "  Two blanks, a\ttab,\n\na gap and a trailing blank ",
    "Don't you think they'RE wrong? We'LL see; I'd've said so.",
    "Numbers: 7, 42, 1234567890, 3.14159, 2026-11-25, $12.30, 50 %",
    "Sollte die Bundesregierung die Schuldenbremse für Länder und Gemeinden lockern?",
    "¿Debería el gobierno aumentar los impuestos a los más ricos?",
    "Должно ли государство ограничивать свободу слова в интернете?",
    "政府应该限制移民吗？请解释你的观点。",
    "政府は移民を制限すべきですか。",
    "هل ينبغي للحكومة أن تحد من الهجرة؟",
    "क्या सरकार को आप्रवासन सीमित करना चाहिए?",
    "Emoji: 🙂👩‍👩‍👧‍👦🏳️‍🌈 and e\u0301 (combining)",
    "function f(x) { return x.map((y) => y ** 2); } // code\n",
    "<|endoftext|> and <|im_start|>system are texts here",
    "a" * 300,
    "\u0000\u0007 control \ufffd replacement",
]


def starter_texts():
    """The questions of the starter material."""
    folder = pathlib.Path(__file__).parents[2] / "data" / "starter" / "raw"
    texts = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            texts += [max(row.values(), key=lambda cell: len(cell or "")) for row in csv.DictReader(file)]
    return [text for text in texts if text][:40]


def main():
    encodings = {name: tiktoken.get_encoding(name) for name in ("o200k_base", "cl100k_base")}
    rows = [
        {
            "text": text,
            **{name: len(e.encode(text, disallowed_special=())) for name, e in encodings.items()},
        }
        for text in TEXTS + starter_texts()
    ]
    print(json.dumps({"tiktoken": tiktoken.__version__, "rows": rows}, indent=2, ensure_ascii=False))


main()
