"""Numbers that the agreement tests compare with, by statsmodels, scikit-learn and krippendorff.

Run: python bench/reference/agreement.py > lib/annotation/agreement/fixtures/agreement_reference.json
Needs: statsmodels, scikit-learn, krippendorff, numpy (made with 0.15.0, 1.9.1, 0.9.0, 2.4.6).

A table is one text per rater with one character per item: the label's number, or `-` where the rater
gave none. Where a package raises an error or gives NaN, the number is null.
"""

import json
import math
import random
import warnings

import krippendorff
import numpy as np
from sklearn.metrics import (accuracy_score, cohen_kappa_score, confusion_matrix, f1_score,
                             precision_recall_fscore_support)
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

warnings.filterwarnings("ignore")
np.seterr(all="ignore")


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def both(a, b):
    pairs = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]
    return [x for x, _ in pairs], [y for _, y in pairs]


def pairwise(a, b, categories):
    x, y = both(a, b)
    if not x:
        return {"n": 0, "agreement": None, "kappa": None}
    by_sklearn = number(cohen_kappa_score(x, y, labels=range(categories)))
    table = confusion_matrix(x, y, labels=range(categories))
    by_statsmodels = number(cohens_kappa(table, return_results=False))
    assert (by_sklearn is None) == (by_statsmodels is None)
    assert by_sklearn is None or abs(by_sklearn - by_statsmodels) < 1e-12
    return {"n": len(x), "agreement": float(accuracy_score(x, y)), "kappa": by_sklearn}


def alpha(raters, categories):
    data = [[np.nan if x is None else x for x in rater] for rater in raters]
    try:
        return number(krippendorff.alpha(reliability_data=data, value_domain=list(range(categories)),
                                         level_of_measurement="nominal"))
    except ValueError:
        return None


def fleiss(raters, categories):
    items = [row for row in zip(*raters) if None not in row]
    if not items:
        return None
    return number(fleiss_kappa([[row.count(k) for k in range(categories)] for row in items]))


def reference(truth, rater):
    t, y = both(truth, rater)
    if not t:
        return {"n": 0, "accuracy": None, "macro_f1": None, "per_class": {}}
    labels = sorted(set(t) | set(y))
    scores = zip(labels, *precision_recall_fscore_support(t, y, labels=labels, zero_division=0))
    return {
        "n": len(t),
        "accuracy": float(accuracy_score(t, y)),
        "macro_f1": float(f1_score(t, y, average="macro", zero_division=0)),
        "per_class": {str(k): [float(p), float(r), float(f), int(s)] for k, p, r, f, s in scores},
    }


def measured(raters, categories):
    pairs = [(i, j) for i in range(len(raters)) for j in range(i + 1, len(raters))]
    return {
        "raters": ["".join("-" if x is None else str(x) for x in rater) for rater in raters],
        "categories": categories,
        "pairwise": [{"a": i, "b": j, **pairwise(raters[i], raters[j], categories)}
                     for i, j in pairs],
        "krippendorff_alpha": alpha(raters, categories),
        "fleiss_kappa": fleiss(raters, categories),
        "reference": [reference(raters[0], rater) for rater in raters[1:]],
    }


def drawn(seed):
    draw = random.Random(seed)
    categories = draw.choice([1, 2, 2, 3, 4, 6, 6, 6, 6, 6])
    items = draw.choice([5, 12, 30, 90, 200])
    skew = draw.choice([1, 1, 3, 8])
    missing = draw.choice([0, 0, 0.1, 0.3, 0.7])
    weights = [skew ** -k for k in range(categories)]
    truth = draw.choices(range(categories), weights, k=items)
    skill = [draw.random() for _ in range(draw.randint(2, 6))]
    raters = [[t if draw.random() < s else draw.choices(range(categories), weights)[0]
               for t in truth] for s in skill]
    raters = [[None if draw.random() < missing else x for x in rater] for rater in raters]
    return raters, max(2, categories)


def text(*raters):
    return [[None if x == "-" else int(x) for x in rater] for rater in raters], 3


SPECIAL = [
    text("000000", "000000"),  # one category only
    text("000000", "111111"),  # each rater another category
    text("00000", "00001"),  # one rater never varies
    text("01201-", "-----2"),  # no overlap
    text("------", "------"),  # nothing at all
    text("0", "0"),  # one item
    text("0", "1"),
    text("0120", "1201", "2012"),  # never the same
    text("01--", "--12", "0-1-"),  # no item rated by all
    text("0011", "0011", "0011"),  # perfect
    text("012", "0--", "0--"),  # all that pairs is one category
]


def percentile_interval(values):
    if any(value is None for value in values):
        return None
    return [float(x) for x in np.percentile(values, [2.5, 97.5])]


def bootstrapped(raters, categories, clusters, seed):
    """Draws whole clusters with replacement and computes everything anew on the drawn rows."""
    draw = random.Random(seed)
    names = list(dict.fromkeys(clusters))
    rows = list(zip(*raters))
    members = {name: [r for r, c in zip(rows, clusters) if c == name] for name in names}
    replicates = []
    for _ in range(200):
        chosen = [members[names[math.floor(draw.random() * len(names))]] for _ in names]
        sample = [list(rater) for rater in zip(*(row for rows in chosen for row in rows))]
        pair = pairwise(sample[0], sample[1], categories)
        score = reference(sample[0], sample[1])
        replicates.append([pair["agreement"], pair["kappa"], alpha(sample, categories),
                           fleiss(sample, categories), score["accuracy"], score["macro_f1"]])
    kinds = ["agreement", "kappa", "krippendorff_alpha", "fleiss_kappa", "accuracy", "macro_f1"]
    return {
        "raters": ["".join("-" if x is None else str(x) for x in rater) for rater in raters],
        "clusters": clusters,
        "seed": seed,
        "replicates": 200,
        "intervals": {kind: percentile_interval([r[k] for r in replicates])
                      for k, kind in enumerate(kinds)},
    }


def clustered(seed, items, size):
    draw = random.Random(seed)
    raters, clusters = [[], [], []], []
    for item in range(items):
        own = draw.randrange(4)
        for _ in range(draw.randint(1, size)):
            truth = own if draw.random() < 0.6 else draw.randrange(4)
            clusters.append(f"item {item}")
            for rater in raters:
                said = truth if draw.random() < 0.8 else draw.randrange(4)
                rater.append(None if draw.random() < 0.05 else said)
    return bootstrapped(raters, 4, clusters, seed)


print(json.dumps({
    "tables": [measured(*drawn(seed)) for seed in range(40)] + [measured(*t) for t in SPECIAL],
    "bootstrap": [clustered(1, 12, 6), clustered(2, 40, 1), clustered(3, 25, 4)],
}, indent=1))
