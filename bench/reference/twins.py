"""Numbers that the tests of twins compare with, computed by scipy and statsmodels.

Run: python bench/reference/twins.py > lib/analysis/fixtures/twins_reference.json
Needs: statsmodels, scipy, numpy (any recent version).
"""

import json
import random

import numpy as np
import statsmodels.api as sm
from design_effects import clustered_intervals, guarded
from scipy.spatial.distance import jensenshannon
from scipy.stats import false_discovery_control, permutation_test, t
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint


def distance(p, q, base):
    return {"p": p, "q": q, "base": base, "distance": float(jensenshannon(p, q, base=base))}


def adjusted(ps):
    by_scipy = false_discovery_control(ps, method="bh")
    by_statsmodels = multipletests(ps, method="fdr_bh")[1]
    assert np.allclose(by_scipy, by_statsmodels, atol=1e-15)
    return {"ps": ps, "adjusted": by_scipy.tolist()}


def random_items(seed, items, most):
    """Per item: pairs, of these with the class on the first side, and on the second."""
    draw = random.Random(seed)
    rows = []
    for _ in range(items):
        pairs = draw.randint(1, most)
        liking = draw.random()
        a = sum(draw.random() < liking * 0.8 for _ in range(pairs))
        b = sum(draw.random() < liking * 0.6 for _ in range(pairs))
        rows.append([pairs, a, b])
    return rows


def share_bounds(counts, sizes):
    """A class's share, its clustered interval against all others, and the items that it rests on."""
    m, n = len(sizes), sizes.sum()
    columns = np.array([counts, sizes - counts])
    shares = columns.sum(axis=1) / n
    deviations = columns - np.outer(shares, sizes)
    variances = m / (m - 1) * (deviations**2).sum(axis=1) / n**2
    (_, low, high), _ = clustered_intervals(shares, variances, n, m, (sizes**2).sum() / n)
    return shares[0], low, high, (columns > 0).sum(axis=1).min()


def interval(rows):
    """OLS of the pairs' differences on a constant, errors clustered by item: factor m/(m-1); Newcombe's
    square-and-add interval where on either side fewer than five items show the class."""
    sizes, counts_a, counts_b = np.array(rows).T
    p, lp, up, on_a = share_bounds(counts_a, sizes)
    q, lq, uq, on_b = share_bounds(counts_b, sizes)
    if min(on_a, on_b) < 5:
        low, high = p - q - np.hypot(p - lp, uq - q), p - q + np.hypot(up - p, q - lq)
        return {"items": rows, "low": max(-1, float(low)), "high": min(1, float(high))}
    values, item = [], []
    for i, (pairs, a, b) in enumerate(rows):
        sides = np.zeros(pairs), np.zeros(pairs)
        sides[0][:a], sides[1][:b] = 1, 1
        values += (sides[0] - sides[1]).tolist()
        item += [i] * pairs
    fit = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(item), "use_correction": True}
    )
    half = t.ppf(0.975, len(rows) - 1) * float(fit.bse[0])
    centre = float(fit.params[0])
    return {"items": rows, "low": max(-1, centre - half), "high": min(1, centre + half)}


def newcombe(a, b, m):
    """Newcombe's square-and-add interval of two Wilson intervals among m independent answers, guarded
    where they are answers to items of ten each."""
    bounds = lambda p: guarded(p, m, 1, 10) if 0 < p < 1 else proportion_confint(p * m, m, method="wilson")
    (l1, u1), (l2, u2) = bounds(a), bounds(b)
    d = a - b
    return [float(d - np.hypot(a - l1, u2 - b)), float(d + np.hypot(u1 - a, b - l2))]


def swaps(seed, items):
    """Exact p of swapping whole items, by scipy; three classes."""
    draw = random.Random(seed)
    a, b = [], []
    for _ in range(items):
        liking = draw.random()
        rows = np.zeros((2, 3), int)
        for _ in range(6):
            rows[0][0 if draw.random() < liking * 0.9 else draw.choice([1, 2])] += 1
            rows[1][0 if draw.random() < liking * 0.5 else draw.choice([1, 2])] += 1
        a.append(rows[0].tolist())
        b.append(rows[1].tolist())
    one, other = np.array(a), np.array(b)
    differences = [
        float(permutation_test(
            (one[:, k], other[:, k]), lambda x, y: abs(x.sum() - y.sum()),
            permutation_type="samples", n_resamples=np.inf, alternative="greater", vectorized=False,
        ).pvalue)
        for k in range(3)
    ]
    index = np.arange(items)
    # An item is swapped where its index comes from the other side.
    def apart(x, y):
        left = np.where((x >= 0)[:, None], one, other).sum(0)
        right = np.where((x >= 0)[:, None], other, one).sum(0)
        return jensenshannon(left, right, base=2)
    found = permutation_test(
        (index + 0.5, -(index + 0.5)), apart, permutation_type="samples", n_resamples=np.inf,
        alternative="greater", vectorized=False,
    )
    return {
        "a": a, "b": b, "differences": differences, "distance": float(found.pvalue),
        "chance_mean": float(found.null_distribution.mean()),
        "chance_high": float(np.quantile(found.null_distribution, 0.95)),
    }


print(json.dumps({
    "distances": [
        distance([0.1, 0.2, 0.3, 0.1, 0.2, 0.1], [0.2, 0.2, 0.1, 0.1, 0.3, 0.1], 2),
        distance([1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0], 2),
        distance([1, 0, 0], [1, 0, 0], 2),
        distance([12, 0, 30, 4, 0, 1], [0, 3, 31, 4, 0, 9], 2),
        distance([12, 0, 30, 4, 0, 1], [0, 3, 31, 4, 0, 9], float(np.e)),
        distance([0.5, 0.5], [0.501, 0.499], 2),
        distance([3, 5, 2], [4, 1, 9], 10),
    ],
    "adjusted": [
        adjusted([0.01, 0.04, 0.03, 0.02, 0.5]),
        adjusted([0.001, 0.001, 0.9, 0.2, 0.049, 0.05, 1.0, 0.0005]),
        adjusted([0.7]),
    ],
    "intervals": [
        interval(random_items(1, 17, 10)), interval(random_items(2, 48, 20)),
        interval(random_items(3, 12, 2)), interval([[20, 2, 20]] * 5 + [[20, 0, 20]] * 9),
    ],
    # Items of ten pairs, all alike: where there is one class, nothing tells how it clusters, and items
    # count; where each item has both, they do not cluster, and pairs do.
    "newcombe": [[a, b, m, *newcombe(a, b, n)] for a, b, m, n in
                 [(0, 0, 17, 17), (1, 0, 8, 8), (0.5, 0.5, 30, 300)]],
    "swaps": [swaps(1, 8), swaps(2, 10), swaps(5, 12)],
}, indent=1))
