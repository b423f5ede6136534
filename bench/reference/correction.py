"""Numbers that the correction tests compare with, computed by ppi-python, quapy, scipy and statsmodels.

Run: python bench/reference/correction.py > lib/analysis/fixtures/correction_reference.json
Needs: ppi-python 0.2.3, quapy 0.2.3, scipy, statsmodels, numpy.
"""

import json

import numpy as np
import statsmodels.api as sm
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from ppi_py.ppi import _calc_lam_glm
from quapy.method.aggregative import ACC, EMQ
from scipy.optimize import minimize

CLASSES = 6
PLANTED = [0.1, 0.04, 0.5, 0.1, 0.25, 0.01]


def plant(seed, items, per_item, gold, planted=PLANTED, right=0.8, unequal=False):
    """Answers as (item, judge, truth or None, weight); answers to one item are alike."""
    rng = np.random.default_rng(seed)
    rows = []
    for item in range(items):
        own = rng.choice(CLASSES, p=planted)
        for _ in range(per_item):
            truth = own if rng.random() < 0.4 else rng.choice(CLASSES, p=planted)
            judge = truth if rng.random() < right else rng.integers(CLASSES)
            rows.append([item, int(judge), int(truth), None])
    for i in rng.choice(len(rows), gold, replace=False):
        rows[i][3] = float(rng.choice([1.0, 2.5, 7.0])) if unequal else 1.0
    return [(i, j, t if w is not None else None, w) for i, j, t, w in rows]


def written(rows):
    """One row a word: item,judge and, of gold answers, truth,weight."""
    return " ".join(",".join(str(v) for v in row if v is not None) for row in rows)


def one_hot(labels):
    return np.eye(CLASSES)[np.asarray(labels)]


def split(rows):
    gold = [r for r in rows if r[2] is not None]
    rest = [r for r in rows if r[2] is None]
    return one_hot([r[2] for r in gold]), one_hot([r[1] for r in gold]), one_hot([r[1] for r in rest])


def powered(rows):
    """ppi-python's estimate, its lambda, and its standard errors where nothing clusters."""
    y, f, f_rest = split(rows)
    estimate = ppi_mean_pointestimate(y, f, f_rest)
    lam = _calc_lam_glm(y - y.mean(0), f, f_rest, np.eye(CLASSES), clip=True)
    low, high = ppi_mean_ci(y, f, f_rest, alpha=0.05)
    return {
        "rows": written(rows),
        "estimate": np.asarray(estimate).tolist(),
        "lambda_rest": float(lam),
        "standard_errors": ((high - low) / 2 / 1.959963984540054).tolist(),
    }


def powered_by_hand(rows):
    """Weighted and clustered: the influences of the doc comment, their variance by statsmodels."""
    item = np.array([r[0] for r in rows])
    f = one_hot([r[1] for r in rows])
    gold = np.array([r[2] is not None for r in rows])
    w = np.array([r[3] or 0.0 for r in rows])
    w = w / w.sum()
    y = np.array([one_hot(r[2]) if r[2] is not None else np.zeros(CLASSES) for r in rows])
    y_mean, f_mean = w @ y, w @ f
    covariance = (w[:, None] * (y - y_mean) * (f - f_mean))[gold].sum()
    lam = min(1.0, max(0.0, covariance / f.var(axis=0, ddof=1).sum()))
    rectifier = y_mean - lam * f_mean
    estimate = lam * f.mean(0) + rectifier
    n = len(rows)
    influence = lam * (f - f.mean(0)) + n * w[:, None] * (y - lam * f - rectifier)
    variance = [clustered_variance(influence[:, k], item) for k in range(CLASSES)]
    return {"rows": written(rows), "estimate": estimate.tolist(), "lambda": float(lam), "variance": variance}


def clustered_variance(influence, item):
    fit = sm.OLS(influence, np.ones(len(influence))).fit(
        cov_type="cluster", cov_kwds={"groups": item, "use_correction": True}
    )
    return float(fit.cov_params()[0, 0])


def inverted(truth, judge, q):
    """quapy's matrix; the exact inverse where it is made of shares, else quapy's EM."""
    matrix = ACC.getPteCondEstim(list(range(CLASSES)), truth, judge)
    exact = np.linalg.solve(matrix, q)
    train = np.bincount(truth, minlength=CLASSES) / len(truth)
    joint = matrix * train
    posterior = joint / joint.sum(axis=1, keepdims=True)
    counts = np.round(np.asarray(q) * 1000).astype(int)
    instances = np.repeat(posterior, counts, axis=0)
    EMQ.MAX_ITER = 400_000
    em, _ = EMQ.EM(train.copy(), instances, epsilon=1e-16)
    return {
        "matrix": matrix.tolist(),
        "q": list(q),
        "exact": exact.tolist(),
        "inside": bool((exact >= 0).all()),
        "em": em.tolist(),
        "slsqp": likelihood(matrix, np.asarray(q)).tolist(),
    }


def likelihood(matrix, q):
    """The same maximum by a general optimiser: less exact, but another way."""
    found = minimize(
        lambda p: -(q * np.log(matrix @ p + 1e-300)).sum(),
        np.full(CLASSES, 1 / CLASSES),
        bounds=[(0, 1)] * CLASSES,
        constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    return found.x


def matrices():
    rng = np.random.default_rng(7)
    cases = []
    for right in [0.9, 0.75, 0.6]:
        truth = rng.choice(CLASSES, size=400, p=[0.15, 0.1, 0.3, 0.15, 0.2, 0.1])
        judge = np.where(rng.random(400) < right, truth, rng.integers(CLASSES, size=400))
        for q in [
            [0.12, 0.08, 0.45, 0.12, 0.19, 0.04],
            [0.2, 0.15, 0.2, 0.15, 0.2, 0.1],
            [0.002, 0.058, 0.6, 0.05, 0.289, 0.001],
        ]:
            cases.append(inverted(truth, judge, q))
    return cases


def post_stratified(rows):
    """Tenenbein's estimate, which inversion equals in the population that gold was drawn from."""
    judge = np.array([r[1] for r in rows])
    q = np.bincount(judge, minlength=CLASSES) / len(rows)
    estimate = np.zeros(CLASSES)
    for j in range(CLASSES):
        gold = [(r[2], r[3]) for r in rows if r[1] == j and r[2] is not None]
        weight = sum(w for _, w in gold)
        for truth, w in gold:
            estimate[truth] += q[j] * w / weight
    return {"rows": written(rows), "estimate": estimate.tolist()}


print(json.dumps({
    "ppi": [powered(plant(1, 900, 1, 100)), powered(plant(2, 2000, 1, 500, right=0.5))],
    "clustered": [
        powered_by_hand(plant(3, 60, 10, 150)),
        powered_by_hand(plant(4, 80, 6, 200, unequal=True)),
    ],
    "inversion": matrices(),
    "post_stratified": [
        post_stratified(plant(5, 60, 10, 300)),
        post_stratified(plant(6, 60, 10, 300, unequal=True)),
    ],
}, indent=1))
