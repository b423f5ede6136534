"""Clustered intervals of shares with numpy, scipy and statsmodels, for the scripts beside this one."""

import numpy as np
from scipy.stats import norm, t
from statsmodels.stats.proportion import proportion_confint


def common_effect(shares, variances, n, m):
    """The classes' common design effect, drawn towards that of items answered all alike, as if one
    more answer outside the most frequent class were known."""
    spread = (shares * (1 - shares) / n).sum()
    seen = max(1.0, variances.sum() / spread) if spread > 0 else 1.0
    outside = (1 - shares.max()) * n / seen
    return np.average([seen, max(seen, n / m)], weights=[outside, 1])


def guarded(p, n, effect, size):
    """Wilson's interval with n over the design effect, whose end away from 0 or 1 has the design effect
    of a sample with one more item, 2/3 of whose answers are in the class, and whose other end has what
    that one leaves of 5 %."""
    q = min(p, 1 - p)
    more, in_class = n + size, n * q + 2 / 3 * size
    squares = effect * n * q * (1 - q) + (size * (2 / 3 - q)) ** 2
    further = max(effect, squares / (in_class * (1 - in_class / more)))
    left = 0.05 - norm.sf(norm.ppf(0.975) * np.sqrt(further / effect))
    far = proportion_confint(q * n / further, n / further, method="wilson")[1]
    near = proportion_confint(q * n / effect, n / effect, alpha=2 * left, method="wilson")[0]
    return (near, far) if p <= 0.5 else (1 - far, 1 - near)


def clustered_intervals(shares, variances, n, m, size):
    """Per class: design effect, low and high, of answers whose item has `size` answers on average. A
    class's own design effect is drawn towards the common one as in a random-effects meta-analysis,
    never more than five more answers of it would."""
    shares, variances = np.array(shares), np.array(variances)
    common = common_effect(shares, variances, n, m)
    precision = 5 * np.minimum(shares, 1 - shares) * n / common
    shown = (shares > 0) & (shares < 1)
    own = np.divide(variances, shares * (1 - shares) / n, out=np.zeros(len(shares)), where=shown)
    k, q = precision[shown], (precision * (own / common - 1) ** 2)[shown].sum()
    sums = k.sum() - (k**2).sum() / k.sum() if shown.any() else 1.0
    between = max(0.0, (q - (shown.sum() - 1)) / sums)
    alike = min(25.0, 1 / between if between > 0 else np.inf)
    weight = precision / (precision + alike)
    widening = (t.ppf(0.975, m - 1) / norm.ppf(0.975)) ** 2
    effects = np.maximum(1, weight * own + (1 - weight) * common)
    widened = np.maximum(1, weight * own * widening + (1 - weight) * common)
    if not shown.any():  # nothing tells how classes cluster: each item counts as one answer
        ends = [proportion_confint(p * m, m, method="wilson") for p in shares]
    else:
        ends = [guarded(p, n, w, size) for p, w in zip(shares, widened)]
    return [[float(e), float(low), float(high)] for e, (low, high) in zip(effects, ends)]
