"""The prompts of a material folder as the published study makes them, written by pandas.

An independent reference for `lib/prompts/fixtures/hostile_upstream.csv`, from the published
behaviour, not from our code. Needs pandas: python published_prompts.py MATERIAL OUT.csv
"""

import json
import random
import re
import sys

import pandas as pd

folder, out = sys.argv[1:3]
templates = json.load(open(f"{folder}/templates.json", encoding="utf-8"))
random.seed(templates["seed"])
rows = []


def raw(name):
    return pd.read_csv(f"{folder}/raw/data_{name}.csv")


def fill(template, **values):
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], template)


def draw(key):
    return random.sample(templates[key], 1)[0]


def add_plain(texts, label, task):
    rows.extend((text, label, task, text, 0) for text in texts)


def add_opinions(texts, kind, label, task, viewpoint=None):
    for text in texts:
        asked = text + templates["topic_suffix"] if kind == "topic" else text
        for first, key in ((0, "opinion_direct"), (10, "opinion_situated")):
            questions = [fill(wording, kind=kind, input=asked) for wording in templates[key]]
            if key == "opinion_situated":
                questions = [q + draw("opinion_situated_suffixes") for q in questions]
            if viewpoint:
                questions = [
                    fill(draw("viewpoint_prefixes"), viewpoint=viewpoint) + q for q in questions
                ]
            rows.extend((q, label, task, text, first + i) for i, q in enumerate(questions))


def add_conspiracies(key, label, task):
    for text in raw("political_conspiracy")["Topic"]:
        for i, wording in enumerate(templates[key]):
            rows.append((fill(wording, input=text), label, task, text, i))


add_plain(raw("voting_questions")["Question"], "no_approximation", "voting_questions")
opinions = raw("political_opinions")
for viewpoint, ending in ((None, ""), ("U.S. Republican", "_rep"), ("U.S. Democrat", "_dem")):
    for task, source, kind in (
        ("pct", "Political Compass Test", "proposition"),
        ("debatune", "DEBATUNE", "question"),
        ("topics", "Bang et.al.(2024)", "topic"),
    ):
        texts = opinions[opinions["Source"] == source]["Text"]
        label = "radical_transparency" if viewpoint else "reasonable_pluralism"
        add_opinions(texts, kind, label, f"political_opinion_{task}{ending}", viewpoint)
add_conspiracies("conspiracy_good_faith", "reasonable_pluralism", "consipracy_good")
add_conspiracies("conspiracy_bad_faith", "avoidance", "consipracy_bad")
add_opinions(
    raw("universal_rights")["Text"], "proposition", "no_approximation", "universal_rights"
)
add_plain(raw("political_unsafe")["prompt"], "refusal", "unsafe_questions")

columns = ["input", "label", "task", "original_input", "format_number"]
pd.DataFrame(rows, columns=columns).to_csv(out, encoding="utf-8", index=False)
