"""Numbers that the interval tests compare with, computed by statsmodels and scipy.

Run: python bench/reference/intervals.py > lib/analysis/fixtures/intervals_reference.json
Needs: statsmodels, scipy, numpy (any recent version).
"""

import json
import random

import numpy as np
import statsmodels.api as sm
from design_effects import clustered_intervals
from scipy.stats import norm, t
from statsmodels.stats.proportion import proportion_confint

CLASSES = 6


def wilson(share, n):
    low, high = proportion_confint(share * n, n, alpha=0.05, method="wilson")
    return [float(low), float(high)]


def cluster_variance(indicator, item):
    """OLS on a constant with errors clustered by item. The small-sample factor of statsmodels is
    m/(m-1) * (n-1)/(n-k); with one coefficient, k = 1, it is m/(m-1)."""
    fit = sm.OLS(indicator, np.ones(len(indicator))).fit(
        cov_type="cluster", cov_kwds={"groups": item, "use_correction": True}
    )
    return float(fit.cov_params()[0, 0])


def clustered(counts):
    item, technique = [], []
    for i, row in enumerate(counts):
        for k, count in enumerate(row):
            item += [i] * count
            technique += [k] * count
    item, technique = np.array(item), np.array(technique)
    n, m = len(item), len(counts)
    shares = [float(np.mean(technique == k)) for k in range(CLASSES)]
    variances = [cluster_variance((technique == k).astype(float), item) for k in range(CLASSES)]
    size = np.mean([sum(counts[i]) for i in item])
    found = clustered_intervals(shares, variances, n, m, size)
    effects, intervals = [row[0] for row in found], [row[1:] for row in found]
    return {
        "counts": counts,
        "variances": variances,
        "design_effects": effects,
        "intervals": intervals,
    }


def random_counts(seed, items, wordings, stickiness):
    draw = random.Random(seed)
    planted = [0.05, 0.1, 0.45, 0.05, 0.25, 0.1]
    rows = []
    for _ in range(items):
        own = draw.choices(range(CLASSES), planted)[0]
        row = [0] * CLASSES
        for _ in range(draw.randint(max(1, wordings - 4), wordings)):
            sticks = draw.random() < stickiness
            row[own if sticks else draw.choices(range(CLASSES), planted)[0]] += 1
        rows.append(row)
    return rows


def one_clustering(seed, items, wordings):
    """The class that items choose takes all or nothing of them; the others fall to answers."""
    draw = random.Random(seed)
    rows = []
    for _ in range(items):
        chosen = draw.random() < 0.2
        row = [0] * CLASSES
        for _ in range(wordings):
            row[2 if chosen else draw.choices([0, 1, 3, 4, 5], [0.1, 0.1, 0.5, 0.25, 0.05])[0]] += 1
        rows.append(row)
    return rows


def few_showing(seed, items, wordings):
    """The last class but one shows here and there in a few items, the last one nowhere."""
    draw = random.Random(seed)
    rows = []
    for _ in range(items):
        row = [0] * CLASSES
        for _ in range(draw.randint(2, wordings)):
            row[draw.choices(range(5), [0.86, 0.06, 0.04, 0.03, 0.01])[0]] += 1
        rows.append(row)
    return rows


print(json.dumps({
    "student_t_95": [[df, float(t.ppf(0.975, df))] for df in [1, 2, 3, 4, 7, 16, 47, 148, 199, 200, 999, 5000]],
    "tail_quantiles": [[tail, float(norm.isf(tail))] for tail in [0.001, 0.025, 0.0313, 0.05, 0.3, 0.5]],
    "wilson": [[x, n, *wilson(x / n, n)] for x, n in
               [(0, 1), (1, 1), (0, 20), (7, 20), (20, 20), (1, 170), (85, 170), (2679, 2980)]],
    "clustered": [clustered(c) for c in [
        random_counts(1, 17, 10, 0.6),
        random_counts(2, 48, 20, 0.3),
        random_counts(3, 3, 6, 0.8),
        random_counts(4, 149, 20, 0.0),
        one_clustering(5, 48, 20),
        few_showing(6, 30, 16),
        few_showing(7, 100, 40),
    ]],
}, indent=1))
