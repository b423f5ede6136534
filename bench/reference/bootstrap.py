"""Numbers that the tests of the bootstrap, of permutations and of families compare with.

Run: python bench/reference/bootstrap.py > lib/analysis/fixtures/bootstrap_reference.json
Needs: statsmodels, scipy, numpy (any recent version).
"""

import itertools
import json

import numpy as np
from design_effects import clustered_intervals
from scipy.stats import norm, t
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(20_26)


def clustered_counts(items, wordings, own_share):
    """Answers in six classes; each item's answers are its own class's with some probability."""
    planted = [0.1, 0.05, 0.4, 0.05, 0.3, 0.1]
    rows = []
    for _ in range(items):
        own = rng.choice(6, p=planted)
        size = rng.integers(max(1, wordings - 3), wordings + 1)
        drawn = np.where(rng.random(size) < own_share, own, rng.choice(6, size=size, p=planted))
        rows.append(np.bincount(drawn, minlength=6).tolist())
    return rows


def expanded_tail(items):
    return float(norm.cdf(-np.sqrt(items / (items - 1)) * t.ppf(0.975, items - 1)))


def percentile(counts, replicates):
    """A bootstrap by resampling whole items, as it is written down in textbooks."""
    counts = np.array(counts)
    items = len(counts)
    drawn = np.array([
        (rows := counts[rng.integers(0, items, items)].sum(axis=0)) / rows.sum()
        for _ in range(replicates)
    ])
    tail = expanded_tail(items)
    return [np.quantile(drawn[:, k], [tail, 1 - tail]).tolist() for k in range(6)]


def same_draws(items, replicates):
    """Weights that the test is given, so that it can be equal to numpy in every digit."""
    weights = rng.multinomial(items, [1 / items] * items, size=replicates)
    values, sizes = rng.integers(0, 6, items), rng.integers(5, 8, items)
    parts = rng.random(items).round(3)
    tail = expanded_tail(items)
    ends = lambda column: np.quantile(weights @ column / (weights @ sizes), [tail, 1 - tail]).tolist()
    return {
        "weights": weights.T.tolist(), "values": values.tolist(), "sizes": sizes.tolist(),
        "parts": parts.tolist(), "of_values": ends(values), "of_parts": ends(parts),
    }


def exact_p(differences):
    seen = abs(sum(differences))
    signs = itertools.product([1, -1], repeat=len(differences))
    return float(np.mean([abs(np.dot(s, differences)) >= seen - 1e-9 for s in signs]))


def drawn_p(differences, permutations=400_000):
    signs = rng.choice([1, -1], size=(permutations, len(differences)))
    return float(np.mean(np.abs(signs @ np.array(differences)) >= abs(sum(differences)) - 1e-9))


def bounds(rows):
    """Per class: share, clustered interval, deviations over items, and items that it rests on."""
    rows = np.array(rows, dtype=float)
    sizes, m, n = rows.sum(axis=1), len(rows), rows.sum()
    shares = rows.sum(axis=0) / n
    deviations = (rows - np.outer(sizes, shares)).T
    variances = m / (m - 1) * (deviations**2).sum(axis=1) / n**2
    rests_on = np.minimum((rows > 0).sum(axis=0), (rows < sizes[:, None]).sum(axis=0))
    found = clustered_intervals(shares, variances, n, m, (sizes**2).sum() / n)
    return list(zip(shares, [row[1:] for row in found], deviations, rests_on))


def paired(items, wordings, own_share):
    """Both models' counts on the same prompts, and each class's difference: by Student's t with errors
    clustered by item, and by Newcombe's square-and-add interval where on either side
    fewer than five items show it."""
    a = clustered_counts(items, wordings, own_share)
    b = []
    for row in a:
        answers = np.repeat(np.arange(6), row)
        kept = np.where(rng.random(len(answers)) < 0.7, answers, rng.integers(0, 6, len(answers)))
        b.append(np.bincount(kept, minlength=6).tolist())
    rows = []
    for (p, (lp, up), dp, on_a), (q, (lq, uq), dq, on_b) in zip(bounds(a), bounds(b)):
        n = np.sum(a)
        half = t.ppf(0.975, items - 1) * np.sqrt(items / (items - 1) * ((dp - dq) ** 2).sum()) / n
        square_and_add = np.hypot(p - lp, uq - q), np.hypot(up - p, q - lq)
        low, high = square_and_add if half == 0 or min(on_a, on_b) < 5 else (half, half)
        rows.append([p - q, p - q - low, p - q + high])
    return {"a": a, "b": b, "rows": np.array(rows).tolist()}


def family(size, ties):
    p = rng.random(size) ** 3
    p = p.round(2) if ties else p
    return {"p": p.tolist(), "adjusted": multipletests(p, method="fdr_bh")[1].tolist()}


def with_p(differences, p):
    return {"differences": differences, "p": p(differences)}


tables = [clustered_counts(17, 10, 0.6), clustered_counts(48, 20, 0.4)]
print(json.dumps({
    "lower_tail": [[x, float(norm.sf(x))] for x in [0, 0.5, 1.96, 2.185, 3, 5, 7.9, 20]],
    "tails": [[m, expanded_tail(m)] for m in [2, 3, 17, 48, 149, 5000]],
    "percentile": [{"counts": c, "intervals": percentile(c, 40_000)} for c in tables],
    "same_draws": [same_draws(12, 60), same_draws(5, 41)],
    "exact": [with_p(d, exact_p) for d in [
        [1, 2, -1, 0, 3, 1, 1], [5], [2, -2], [1.5, -0.5, 0.25, 2, 1, -0.25, 3, 1, 1, -2],
        rng.integers(-3, 5, 12).tolist(),
    ]],
    "drawn": [with_p(rng.integers(-5, 7, m).tolist(), drawn_p) for m in [17, 30, 48, 149]],
    "families": [family(40, False), family(200, True), family(1, False)],
    "paired": [paired(17, 10, 0.6), paired(48, 20, 0.3), paired(6, 4, 0.9)],
}, indent=None, separators=(",", ":")))
