"""Numbers that the Dawid-Skene tests compare with, by crowd-kit.

Run: python bench/reference/dawid_skene.py > lib/annotation/panel/fixtures/dawid_skene_reference.json
Needs: crowd-kit, pandas, numpy (made with 1.4.2, 3.1.1, 2.4.6).

A panel is one text per column of labels with one character per item: the label's number, or `-`.
`judges` names who gave each column; a name that is there twice is one judge asked twice. crowd-kit
keeps probabilities above 1e-10 where we let them reach 0, and runs here until nothing moves.
"""

import json
import random

import pandas as pd
from crowdkit.aggregation import DawidSkene

ITERATIONS = 1500


def drawn(seed, items, judges, skill, missing, categories):
    """Labels by judges who err towards the next class, each the more the less skilled it is."""
    draw = random.Random(seed)
    weights = [2 ** -k for k in range(categories)]
    truth = draw.choices(range(categories), weights, k=items)

    def say(judge, t):
        if draw.random() < skill[judge]:
            return t
        return (t + 1) % categories if draw.random() < 0.5 else draw.randrange(categories)

    return [[None if draw.random() < missing else say(judge, t) for t in truth] for judge in judges]


def fitted(seed, items, judges, skill, missing=0.0, categories=4):
    columns = drawn(seed, items, judges, skill, missing, categories)
    data = pd.DataFrame([(item, judge, label) for judge, column in zip(judges, columns)
                         for item, label in enumerate(column) if label is not None],
                        columns=["task", "worker", "label"])
    model = DawidSkene(n_iter=ITERATIONS, tol=-1).fit(data)
    assert abs(model.loss_history_[-1] - model.loss_history_[-100]) < 1e-13
    names = list(dict.fromkeys(judges))
    labels = range(categories)
    errors = model.errors_
    return {
        "columns": ["".join("-" if x is None else str(x) for x in column) for column in columns],
        "judges": judges,
        "priors": [float(model.priors_[k]) for k in labels],
        "confusion": {
            name: [[float(errors[truth].get((name, said), 0)) for said in labels]
                   for truth in labels] for name in names},
        "posterior": [[round(float(model.probas_.loc[item, k]), 9) for k in labels]
                      if item in model.probas_.index else None for item in range(items)],
    }


print(json.dumps([
    fitted(1, 120, ["a", "b", "c"], {"a": 0.9, "b": 0.8, "c": 0.7}),
    fitted(2, 100, ["a", "b", "c", "d", "e"],
           {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.5, "e": 0.3}, missing=0.3),
    fitted(3, 90, ["a", "a", "a", "b", "c"], {"a": 0.85, "b": 0.8, "c": 0.6}, missing=0.1),
], indent=1))
