"""Clustered intervals of shares with numpy, scipy and statsmodels, for the scripts beside this one."""

import numpy as np
from scipy.stats import norm, t
from statsmodels.stats.proportion import proportion_confint


def common_effect(shares, variances, n, m):
    """The classes' common design effect, drawn towards that of items answered all alike, as if one
    more answer outside the most frequent class were known."""
    seen = max(1.0, variances.sum() / (shares * (1 - shares) / n).sum())
    outside = (1 - shares.max()) * n / seen
    return np.average([seen, max(seen, n / m)], weights=[outside, 1])


def clustered_intervals(shares, variances, n, m):
    """Per class: design effect, low and high. A class's own design effect is drawn towards the common
    one as in a random-effects meta-analysis, never more than five more answers of it would."""
    shares, variances = np.array(shares), np.array(variances)
    common = common_effect(shares, variances, n, m)
    precision = 5 * np.minimum(shares, 1 - shares) * n / common
    shown = (shares > 0) & (shares < 1)
    own = np.divide(variances, shares * (1 - shares) / n, out=np.zeros(len(shares)), where=shown)
    k, q = precision[shown], (precision * (own / common - 1) ** 2)[shown].sum()
    between = max(0.0, (q - (shown.sum() - 1)) / (k.sum() - (k**2).sum() / k.sum()))
    alike = min(25.0, 1 / between if between > 0 else np.inf)
    weight = precision / (precision + alike)
    widening = (t.ppf(0.975, m - 1) / norm.ppf(0.975)) ** 2
    effects = np.maximum(1, weight * own + (1 - weight) * common)
    widened = np.maximum(1, weight * own * widening + (1 - weight) * common)
    ends = [proportion_confint(p * n / w, n / w, method="wilson") for p, w in zip(shares, widened)]
    return [[float(e), float(low), float(high)] for e, (low, high) in zip(effects, ends)]
