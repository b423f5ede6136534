"""Kendall's tau-b of some lists, computed by scipy.

Run: python bench/reference/kendall.py > lib/analysis/fixtures/kendall_reference.json
Needs: scipy (any recent version).
"""

import json

from scipy.stats import kendalltau

LISTS = [
    ([1, 2, 3], [1, 2, 3]),
    ([1, 2, 3], [3, 2, 1]),
    ([0.1, 0.4, 0.4, 0.9, 0.2], [0.3, 0.3, 0.5, 0.8, 0.1]),
    ([1, 1, 2, 2, 3, 3], [3, 1, 2, 2, 2, 5]),
    ([0.52, 0.31, 0.87, 0.44, 0.9, 0.61, 0.3, 0.77, 0.12], [0.5, 0.35, 0.8, 0.45, 0.8, 0.4, 0.3, 0.9, 0.2]),
]

print(json.dumps([
    {"one": one, "other": other, "tau": float(kendalltau(one, other, variant="b").statistic)}
    for one, other in LISTS
], indent=1))
