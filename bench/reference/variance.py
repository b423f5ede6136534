"""Numbers that the tests of variance components compare with: Henderson's method I by explicit
matrices, in numpy, and REML by lme4.

Run: python bench/reference/variance.py > lib/analysis/fixtures/variance_reference.json
Needs: numpy, pandas (any recent version), and R with lme4 as `Rscript`.
"""

import io
import json
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd

R = Path(__file__).with_name("variance.R")

BASE = {
    "model": ["model"], "dataset": ["dataset"], "item": ["dataset", "item"],
    "format": ["dataset", "format"], "model_by_dataset": ["model", "dataset"],
    "model_by_item": ["model", "dataset", "item"], "prompt": ["dataset", "item", "format"],
    "model_by_format": ["model", "dataset", "format"],
}
REPEATED = {"model_by_prompt": ["model", "dataset", "item", "format"]}
JUDGED = {"judge": ["judge"]}
ANSWERS = {"answer": ["model", "dataset", "item", "format", "sample"]}


def plant(seed, sizes, judges=1, samples=1, missing=0.0):
    """Thresholded sums of normal effects: dataset, item, …, and of their crossings."""
    rng = np.random.default_rng(seed)
    models, datasets = sizes
    rows = [
        (m, d, i, f, s, j)
        for d, (items, formats) in enumerate(datasets) for i in range(items) for f in range(formats)
        for m in range(models) for s in range(samples) for j in range(judges)
    ]
    frame = pd.DataFrame(rows, columns=["model", "dataset", "item", "format", "sample", "judge"])
    latent = rng.normal(0, 0.8, len(frame))
    for columns, spread in [
        (["model"], 0.5), (["dataset"], 0.4), (["dataset", "item"], 0.6), (["dataset", "format"], 0.5),
        (["model", "dataset"], 0.5), (["model", "dataset", "item"], 0.4), (["judge"], 0.3),
        (["dataset", "item", "format"], 0.4), (["model", "dataset", "format"], 0.4),
        (["model", "dataset", "item", "format"], 0.4),
        (["model", "dataset", "item", "format", "sample"], 0.5),
    ]:
        level = frame.groupby(columns).ngroup().to_numpy()
        latent += rng.normal(0, spread, level.max() + 1)[level]
    frame["y"] = (latent > 0.2).astype(int)
    return frame[rng.random(len(frame)) >= missing].reset_index(drop=True)


def levels_of(frame, factors):
    return {name: frame.groupby(columns).ngroup().to_numpy() for name, columns in factors.items()}


def henderson(frame, factors):
    y, n = frame["y"].to_numpy(float), len(frame)
    designs = {
        name: np.eye(level.max() + 1)[level] for name, level in levels_of(frame, factors).items()
    }
    centre = np.full((n, n), 1 / n)
    forms = [z @ np.diag(1 / z.sum(0)) @ z.T - centre for z in designs.values()] + [np.eye(n) - centre]
    kernels = [z @ z.T for z in designs.values()] + [np.eye(n)]
    left = [[float((form * kernel).sum()) for kernel in kernels] for form in forms]
    right = [float(y @ form @ y) for form in forms]
    return dict(zip([*designs, "error"], np.linalg.solve(left, right).tolist()))


def reml(frame, factors):
    rows = pd.DataFrame({**levels_of(frame, factors), "y": frame["y"]})
    out = subprocess.run(
        ["Rscript", str(R)], input=rows.to_csv(index=False), capture_output=True, text=True, check=True
    ).stdout
    found = pd.read_csv(io.StringIO(out), header=None, index_col=0)[1].to_dict()
    return {"error" if name == "Residual" else name: value for name, value in found.items()}


def case(frame, factors):
    """Rows as digits: model, dataset, item, format, sample, judge, y."""
    columns = ["model", "dataset", "item", "format", "sample", "judge", "y"]
    return {
        "rows": " ".join("".join(map(str, row)) for row in frame[columns].to_numpy()),
        "henderson": henderson(frame, factors),
        "reml": reml(frame, factors),
    }


def positive(make, factors):
    """The first planted table whose estimates are all clearly above 0."""
    for seed in range(1, 3000):
        frame = make(seed)
        if min(henderson(frame, factors).values()) > 0.002:
            return case(frame, factors)
    raise ValueError("no seed gives a table with estimates above 0")


print(json.dumps({
    "balanced": positive(lambda seed: plant(seed, (3, [(6, 4)] * 3)), BASE),
    "repeated": positive(
        lambda seed: plant(seed, (3, [(5, 3)] * 2), samples=2), {**BASE, **REPEATED}
    ),
    "unbalanced": case(plant(1, (4, [(9, 5), (3, 2), (6, 1), (7, 4)]), missing=0.2), BASE),
    "judged": case(
        plant(2, (3, [(6, 3), (4, 2)]), judges=2, samples=2, missing=0.1),
        {**BASE, **JUDGED, **REPEATED, **ANSWERS},
    ),
}, indent=1))
