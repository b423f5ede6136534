"""Components of variance of one-way tables, from statsmodels' analysis of variance.

Run: python bench/reference/precision.py > lib/analysis/fixtures/precision_reference.json
Needs: statsmodels, pandas, numpy (any recent version).
"""

import json

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.formula.api import ols


def case(seed, items, most, binary):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, most + 1, items)
    item = np.repeat(np.arange(items), sizes)
    liking = rng.random(items)[item]
    values = (rng.random(len(item)) < liking).astype(float) if binary else liking + rng.normal(0, 0.3, len(item))
    table = sm.stats.anova_lm(ols("y ~ C(item)", pd.DataFrame({"y": values, "item": item})).fit())
    between, within = table["mean_sq"]
    n = len(item)
    size = (n - (sizes**2).sum() / n) / (items - 1)
    return {
        "values": np.round(values, 12).tolist(), "items": item.tolist(),
        "between": float((between - within) / size), "within": float(within),
    }


print(json.dumps([case(1, 8, 6, True), case(2, 15, 4, True), case(3, 6, 5, False)], indent=1))
