"""What one would write without us: technique shares and a bootstrap over items, with pandas.

Run: python bench/analyze/pandas_bootstrap.py FILE.parquet OUT.csv REPLICATES
Each replicate draws items within datasets, takes all rows of each item drawn, and counts anew.
"""

import sys

import numpy as np
import pandas as pd

path, out, replicates = sys.argv[1], sys.argv[2], int(sys.argv[3])
KEYS = ["model", "dataset"]


def shares(rows):
    counts = rows.groupby([*KEYS, "technique"], observed=True).size()
    return counts / counts.groupby(level=KEYS, observed=True).transform("sum")


rows = pd.read_parquet(path, columns=[*KEYS, "item", "technique"])
table = shares(rows).rename("share").to_frame()
random = np.random.default_rng(1)
datasets = [part for _, part in rows.groupby("dataset")]
drawn = []
for _ in range(replicates):
    parts = []
    for part in datasets:
        items = part["item"].unique()
        chosen = pd.DataFrame({"item": random.choice(items, size=len(items))})
        parts.append(chosen.merge(part, on="item"))
    drawn.append(shares(pd.concat(parts)))
if drawn:
    # A technique that no drawn item shows has a share of 0 in that replicate.
    every = pd.concat(drawn, axis=1).fillna(0)
    table["low"], table["high"] = every.quantile(0.025, axis=1), every.quantile(0.975, axis=1)
table.to_csv(out)
